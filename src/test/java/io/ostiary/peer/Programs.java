package io.ostiary.peer;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Programs of this machine that tests use. */
public final class Programs {

  private Programs() {}

  /**
   * Skips the test where it is missing, but not in a CI: a skipped test looks like a passed one.
   */
  public static void assumeInstalled(String program) {
    boolean installed =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    assumeThat(installed || "true".equals(System.getenv("CI")))
        .as("%s is installed", program)
        .isTrue();
  }
}
