package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Requirements of tests. Where one is missing the test is skipped; in CI it fails. */
final class Tool {

  private Tool() {}

  static void need(String... programs) {
    for (String program : programs) {
      given(Tool.exists(program), "the program " + program);
    }
  }

  static void needRoot() {
    need("id");
    given(Spawned.run(List.of("id", "-u")).out().strip().equals("0"), "the rights of root");
  }

  /** Fails in CI, because a skipped test looks like a passed one. */
  static void given(boolean present, String what) {
    if ("true".equals(System.getenv("CI"))) {
      assertThat(present).as("this machine has %s", what).isTrue();
    }
    assumeThat(present).as("this machine has %s", what).isTrue();
  }

  private static boolean exists(String program) {
    Stream<String> searched =
        Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/sbin"));
    return searched.anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
