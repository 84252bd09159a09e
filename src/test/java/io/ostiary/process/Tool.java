package io.ostiary.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Other people's programs, for real. A missing one skips a test, and with CI=true it fails it. */
final class Tool {

  private static final long TIMEOUT_SECONDS = 60;

  private Tool() {}

  /** What a program printed, and its status. */
  record Result(int status, String output) {}

  /** Fails or skips the test unless all of these are installed. */
  static void require(String... names) {
    for (String name : names) {
      boolean found =
          Arrays.stream(System.getenv("PATH").split(":"))
              .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
      if (!found && "true".equals(System.getenv("CI"))) {
        throw new AssertionError(name + " is not installed, and CI=true allows no test to skip");
      }
      Assumptions.assumeTrue(found, name + " is not installed");
    }
  }

  /** Runs a program to its end; both of its outputs are in the result. */
  static Result run(String... command) {
    return runWith("", command);
  }

  /** Runs a program to its end with this on its standard input. */
  static Result runWith(String input, String... command) {
    try {
      Path output = Files.createTempFile("tool", ".out");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
      boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      String printed = Files.readString(output, StandardCharsets.ISO_8859_1);
      Files.delete(output);
      assertThat(ended).as("%s ended; it printed %s", List.of(command), printed).isTrue();
      return new Result(process.exitValue(), printed);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs a program that must succeed, and gives what it printed. */
  static String output(String... command) {
    Result result = run(command);
    assertThat(result.status()).as("%s printed %s", List.of(command), result.output()).isZero();
    return result.output();
  }

  /** redis-cli against a port of this machine. */
  static String redisCli(int port, String... arguments) {
    List<String> command = new ArrayList<>(List.of("redis-cli", "-p", String.valueOf(port)));
    command.addAll(List.of(arguments));
    return output(command.toArray(String[]::new)).strip();
  }
}
