package io.ostiary.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged server, started as a user starts it, in a folder of its own. */
final class Program implements AutoCloseable {

  private static final Pattern LISTENING = Pattern.compile("Listening on \\S+:(\\d+)");
  private static final String READY = "Ready to accept connections";

  private final Process process;
  private final Path out;
  private final Path err;

  private Program(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** The jar that the build made. */
  static String jar() {
    return Path.of(System.getProperty("ostiary.jar", "target/ostiary.jar"))
        .toAbsolutePath()
        .toString();
  }

  /** The command that runs the jar with these arguments. */
  static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of(java(), "-Xmx256m", "-jar", jar()));
    command.addAll(List.of(arguments));
    return command;
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Starts the jar, and waits until it is ready. */
  static Program serving(String... arguments) {
    return start(command(arguments), Map.of()).ready();
  }

  /** Starts the jar, and waits until it has ended. */
  static Program ended(String... arguments) {
    Program program = start(command(arguments), Map.of());
    program.awaitEnd();
    return program;
  }

  /** Starts any command in an empty folder. */
  static Program start(List<String> command, Map<String, String> environment) {
    try {
      Path folder = Files.createTempDirectory("ostiary");
      Path out = folder.resolve("out");
      Path err = folder.resolve("err");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      return new Program(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it accepts connections; returns itself. */
  Program ready() {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(out()).as("its log, besides %s", err()).contains(READY));
    return this;
  }

  /** The port of its first listener. */
  int port() {
    Matcher listening = LISTENING.matcher(out());
    assertThat(listening.find()).as("a listener in %s", out()).isTrue();
    return Integer.parseInt(listening.group(1));
  }

  /** What it has printed to standard output. */
  String out() {
    return read(out);
  }

  /** What it has printed to standard error. */
  String err() {
    return read(err);
  }

  long pid() {
    return process.pid();
  }

  /** Sends a signal by its name. */
  void signal(String name) {
    Tool.output("kill", "-" + name, String.valueOf(pid()));
  }

  /** Waits for its end, and gives its exit code. */
  int awaitEnd() {
    try {
      boolean ended = process.waitFor(60, TimeUnit.SECONDS);
      assertThat(ended).as("it ended; log: %s%s", out(), err()).isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    awaitEnd();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
