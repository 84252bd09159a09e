package io.ostiary.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server process under measurement: its CPU time, its memory, single requests. */
final class Server implements AutoCloseable {

  private static final double TICKS_A_SECOND = 100;
  private static final long MOST_START_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final Kind kind;
  private final int port;
  private final Process process;
  private final Path jcmd;
  private final double launchSeconds;

  private Server(Kind kind, int port, Process process, Path jcmd, double launchSeconds) {
    this.kind = kind;
    this.port = port;
    this.process = process;
    this.jcmd = jcmd;
    this.launchSeconds = launchSeconds;
  }

  /** Starts a server and waits for its first PONG. */
  static Server start(Kind kind, int port, ProcessBuilder command, Path jcmd) throws Exception {
    long begin = System.nanoTime();
    Process process = command.start();
    while (!answers(port)) {
      if (!process.isAlive() || System.nanoTime() - begin > MOST_START_NANOS) {
        process.destroyForcibly();
        throw new IOException(kind + " did not start; see its log in the bench's folder");
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new Server(kind, port, process, jcmd, seconds);
  }

  private static boolean answers(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(Words.of("PING"));
      return new String(socket.getInputStream().readNBytes(7), StandardCharsets.US_ASCII)
          .equals("+PONG\r\n");
    } catch (java.net.ConnectException notYet) {
      return false;
    }
  }

  Kind kind() {
    return kind;
  }

  int port() {
    return port;
  }

  /** Seconds from the start of the process to its first PONG. */
  double launchSeconds() {
    return launchSeconds;
  }

  /** CPU time of all threads so far, in microseconds. */
  double cpuMicros() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    // The name in parentheses may contain spaces, so fields are counted from behind it.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND * 1e6;
  }

  /**
   * The resident set in bytes, of a JVM after two collections: G1 returns at the second what the
   * first has freed, and memory returned between two readings would falsify their difference.
   */
  double residentBytesCollected() throws Exception {
    if (kind.isJvm()) {
      collect();
      collect();
    }
    return residentBytes();
  }

  /** The resident set in bytes, without a collection. */
  double residentBytes() throws IOException {
    List<String> status = Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"));
    return status.stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
            .findFirst()
            .orElseThrow()
        * 1024.0;
  }

  private void collect() throws Exception {
    Process collection =
        new ProcessBuilder(jcmd.toString(), String.valueOf(process.pid()), "GC.run")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (!collection.waitFor(30, TimeUnit.SECONDS) || collection.exitValue() != 0) {
      throw new IOException("jcmd " + process.pid() + " GC.run failed");
    }
  }

  /** One request on a connection of its own. */
  String ask(String... words) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(Words.of(words));
      out.write(Words.of("QUIT"));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** A whole number among the lines of INFO. */
  long info(String field) throws IOException {
    String prefix = field + ":";
    return ask("INFO", "everything")
        .lines()
        .filter(line -> line.startsWith(prefix))
        .mapToLong(line -> Long.parseLong(line.substring(prefix.length()).strip()))
        .findFirst()
        .orElseThrow();
  }

  void setMaxClients(int most) throws IOException {
    String reply = ask("CONFIG", "SET", "maxclients", String.valueOf(most));
    if (!reply.startsWith("+OK")) {
      throw new IOException(kind + " refused maxclients " + most + ": " + reply);
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
