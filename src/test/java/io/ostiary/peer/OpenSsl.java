package io.ostiary.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The program openssl, in a folder; the test is skipped where it is missing. */
public final class OpenSsl {

  private final Path folder;

  public OpenSsl(Path folder) {
    Programs.assumeInstalled("openssl");
    this.folder = folder;
  }

  /** Runs it with these arguments, without spaces in them, and expects it to succeed. */
  public void run(String arguments) {
    run(List.of(arguments.split(" ")));
  }

  /** The same with arguments that may hold spaces. */
  public void run(List<String> arguments) {
    try {
      Path log = folder.resolve("openssl.log");
      Process process =
          new ProcessBuilder(Stream.concat(Stream.of("openssl"), arguments.stream()).toList())
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue())
          .as("openssl %s: %s", arguments, Files.readString(log))
          .isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
