package io.ostiary.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A redis-server of this machine, on a port that was free, until it is closed. */
public final class RedisServer implements AutoCloseable {

  private static final String PROGRAM = "redis-server";

  private final Process process;
  private final int port;

  private RedisServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts one that keeps nothing, and returns when it accepts.
   *
   * @param directives of its command line, such as {@code --unixsocket}
   */
  public static RedisServer start(String... directives) {
    int port = freePort();
    return start(port, List.of("--port", String.valueOf(port)), directives);
  }

  /** The same on a port on which one was before. */
  public static RedisServer startOn(int port, String... directives) {
    return start(port, List.of("--port", String.valueOf(port)), directives);
  }

  /** The same where its port speaks TLS. */
  public static RedisServer startTls(Certificates certificates, String... directives) {
    int port = freePort();
    return start(
        port,
        List.of(
            "--port",
            "0",
            "--tls-port",
            String.valueOf(port),
            "--tls-cert-file",
            certificates.server().certificateFile(),
            "--tls-key-file",
            certificates.server().keyFile(),
            "--tls-ca-cert-file",
            certificates.caFile()),
        directives);
  }

  private static RedisServer start(int port, List<String> ports, String... directives) {
    Programs.assumeInstalled(PROGRAM);
    List<String> command = new ArrayList<>(List.of(PROGRAM, "--bind", "127.0.0.1", "--save", ""));
    command.addAll(ports);
    command.addAll(List.of(directives));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectErrorStream(true)
              .start();
      RedisServer server = new RedisServer(process, port);
      server.awaitAccepting();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitAccepting() {
    try {
      await().until(this::accepts);
    } catch (RuntimeException | AssertionError e) {
      close();
      throw e;
    }
  }

  private boolean accepts() {
    assertThat(process.isAlive()).as("redis-server runs").isTrue();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** The port on IPv4's loopback interface. */
  public int port() {
    return port;
  }

  /** Lets it neither read nor answer, or go on. */
  public void freeze(boolean frozen) {
    try {
      String signal = frozen ? "-STOP" : "-CONT";
      new ProcessBuilder("kill", signal, String.valueOf(process.pid())).start().onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it without a chance to say so. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
