package io.ostiary.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Starts servers with default settings except for port, address, and what a measure needs. A
 * shutdown hook ends them with this process.
 */
final class Launcher {

  /** Below the ephemeral ports. */
  private static final int FIRST_PORT = 17_000;

  private static final int MOST_PORTS = 400;

  private final Options options;
  private final Path jcmd;
  private final List<Process> started = new ArrayList<>();
  private int turn;

  Launcher(Options options) {
    this.options = options;
    Path beside = Path.of(options.java()).resolveSibling("jcmd");
    this.jcmd = Files.isExecutable(beside) ? beside : Path.of("jcmd");
  }

  /**
   * Starts a server and waits for its first PONG.
   *
   * @param settings directives as on a command line, the same for each kind: --maxclients 18100
   */
  Server start(Kind kind, String... settings) throws Exception {
    return startWith(kind, port -> List.of(settings));
  }

  /**
   * The same where settings depend on the port.
   *
   * @param settings directives by the port
   */
  Server startWith(Kind kind, IntFunction<List<String>> settings) throws Exception {
    int port = freePort();
    ProcessBuilder command = new ProcessBuilder(commandLine(kind, port));
    if (kind != Kind.FLOOR) {
      command.command().addAll(List.of("--port", String.valueOf(port), "--bind", "127.0.0.1"));
      command.command().addAll(settings.apply(port));
    }
    if (kind == Kind.NIO) {
      command.command().addAll(List.of("--transport", "nio"));
    }
    return start(kind, port, command);
  }

  /**
   * Starts a proxy before a server.
   *
   * @param settings directives of Ostiary's
   */
  Server startBefore(Server redis, Kind kind, String... settings) throws Exception {
    int port = freePort();
    ProcessBuilder command =
        switch (kind) {
          case GATEWAY -> {
            List<String> words = javaCommand(Path.of("target/ostiary.jar"));
            words.addAll(List.of("--port", String.valueOf(port), "--bind", "127.0.0.1"));
            words.addAll(List.of("--upstream", "redis://127.0.0.1:" + redis.port()));
            words.addAll(Arrays.asList(settings));
            yield new ProcessBuilder(words);
          }
          case NUTCRACKER -> OtherProxies.nutcracker(options.out(), port, redis.port(), freePort());
          case HAPROXY -> OtherProxies.haproxy(options.out(), port, redis.port());
          default -> throw new IllegalArgumentException(kind + " is no proxy");
        };
    return start(kind, port, command);
  }

  private Server start(Kind kind, int port, ProcessBuilder command) throws Exception {
    // conf/jvm.options, and the paths in it, are relative to the repository.
    command.directory(options.root().toFile());
    command.redirectErrorStream(true);
    command.redirectOutput(
        options.out().resolve(kind.name().toLowerCase(java.util.Locale.ROOT) + ".log").toFile());
    return Server.start(kind, port, command, jcmd);
  }

  private List<String> commandLine(Kind kind, int port) {
    return new ArrayList<>(
        switch (kind) {
          case REDIS ->
              List.of(
                  "redis-server",
                  "--save",
                  "",
                  "--appendonly",
                  "no",
                  "--daemonize",
                  "no",
                  "--dir",
                  options.out().toString());
          case OSTIARY -> javaCommand(Path.of("target/ostiary.jar"));
          case OTHER -> javaCommand(options.jar().orElseThrow());
          case NET_SERVER -> javaCommand(Path.of("target/ostiary.jar"), "-Dio.ostiary.fastPath=false");
          case NIO -> javaCommand(Path.of("target/ostiary.jar"));
          case TLS_JDK -> javaCommand(Path.of("target/ostiary.jar"), "-Dostiary.tls=jdk");
          case FLOOR ->
              List.of(
                  options.root().resolve("target/bench/floor").toString(), String.valueOf(port));
          case GATEWAY, NUTCRACKER, HAPROXY ->
              throw new IllegalArgumentException(kind + " needs a server behind it");
        });
  }

  private List<String> javaCommand(Path jar, String... jvmOptions) {
    List<String> command = new ArrayList<>(List.of(options.java()));
    if (Files.isReadable(options.root().resolve("conf/jvm.options"))) {
      command.add("@conf/jvm.options");
    }
    // Each jar with its own class archive, without which a start takes much longer.
    Path archive = Path.of(jar.toString().replaceFirst("\\.jar$", ".jsa"));
    if (Files.isReadable(options.root().resolve(archive))) {
      command.add("-XX:SharedArchiveFile=" + archive);
    }
    command.addAll(List.of(jvmOptions));
    command.addAll(List.of("-jar", jar.toString()));
    return command;
  }

  private int freePort() throws IOException {
    for (int tried = 0; tried < MOST_PORTS; tried++) {
      int port = FIRST_PORT + turn++ % MOST_PORTS;
      try (ServerSocket probe = new ServerSocket()) {
        probe.setReuseAddress(true);
        probe.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return port;
      } catch (IOException taken) {
        // The next one, then.
      }
    }
    throw new IOException("no free port from " + FIRST_PORT);
  }
}
