package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process whose output is collected. Closing kills it. */
final class Spawned implements AutoCloseable {

  /** The timeout of everything that a test waits for. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final Collector out;
  private final Collector err;

  private Spawned(Process process) {
    this.process = process;
    this.out = new Collector(process.getInputStream());
    this.err = new Collector(process.getErrorStream());
  }

  static Spawned start(ProcessBuilder builder) {
    try {
      return new Spawned(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command with empty input and waits for its end. */
  static Ended run(List<String> command) {
    try (Spawned spawned = start(new ProcessBuilder(command))) {
      spawned.endInput();
      return spawned.end();
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Its standard output so far. */
  String out() {
    return out.text();
  }

  /** Its standard error so far. */
  String err() {
    return err.text();
  }

  /** Writes to its standard input. */
  void type(String text) {
    try {
      process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives it no more to read. */
  void endInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends the signal of this name: TERM, INT. */
  void signal(String name) {
    Ended kill = run(List.of("sh", "-c", "kill -" + name + " " + pid()));
    assertThat(kill.status()).as("kill: %s", kill.err()).isZero();
  }

  /** Waits for its end; fails after {@link #PATIENCE}. */
  Ended end() {
    return end(PATIENCE);
  }

  /** Waits for its end; fails after {@code longest}. */
  Ended end(Duration longest) {
    try {
      boolean ended = process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(ended).as("ended within %s; %s", longest, this).isTrue();
      out.join();
      err.join();
      return new Ended(process.exitValue(), out(), err());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "out: " + out() + "; err: " + err();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }

  /** Reads a stream as it comes, so that the process never blocks on a full pipe. */
  private static final class Collector {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Thread thread;

    Collector(InputStream stream) {
      thread = new Thread(() -> read(stream), "output");
      thread.setDaemon(true);
      thread.start();
    }

    private void read(InputStream stream) {
      try (stream) {
        stream.transferTo(bytes);
      } catch (IOException e) {
        bytes.writeBytes(
            ("\n[the output broke off: " + e + "]\n").getBytes(StandardCharsets.UTF_8));
      }
    }

    void join() throws InterruptedException {
      thread.join(PATIENCE.toMillis());
    }

    String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
