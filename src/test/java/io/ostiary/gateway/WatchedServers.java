package io.ostiary.gateway;

import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import io.ostiary.peer.Programs;
import io.ostiary.peer.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A master, its replica, and three Sentinels that watch them, until it is closed. */
final class WatchedServers implements AutoCloseable {

  static final String NAME = "shop";

  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<RedisServer> servers = new ArrayList<>();
  private final List<Process> sentinels = new ArrayList<>();
  private final List<Integer> sentinelPorts = new ArrayList<>();

  private WatchedServers() {}

  /** Starts all, and returns when the Sentinels know of each other and of the replica. */
  static WatchedServers start(Path folder) throws IOException {
    Programs.assumeInstalled("redis-server");
    WatchedServers started = new WatchedServers();
    try {
      RedisServer master =
          RedisServer.start("--repl-diskless-sync-delay", "0", "--dir", folder.toString());
      started.servers.add(master);
      started.servers.add(
          RedisServer.start(
              "--replicaof",
              "127.0.0.1 " + master.port(),
              "--repl-diskless-sync-delay",
              "0",
              "--dir",
              folder.toString()));
      for (int i = 0; i < 3; i++) {
        started.startSentinel(folder.resolve(i + ".conf"), master.port());
      }
      await().atMost(LONG).until(started::allKnowAll);
      return started;
    } catch (Throwable e) { // Nothing else would end the processes.
      started.close();
      throw e;
    }
  }

  private void startSentinel(Path file, int masterPort) throws IOException {
    int port = freePort();
    Files.writeString(
        file,
        String.join(
            "\n",
            "port " + port,
            "bind 127.0.0.1",
            "sentinel monitor " + NAME + " 127.0.0.1 " + masterPort + " 2",
            "sentinel down-after-milliseconds " + NAME + " 500",
            "sentinel failover-timeout " + NAME + " 3000\n"));
    sentinels.add(
        new ProcessBuilder("redis-server", file.toString(), "--sentinel")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectErrorStream(true)
            .start());
    sentinelPorts.add(port);
    await().atMost(LONG).until(() -> accepts(port));
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean accepts(int port) {
    try (Peer peer = Peer.to(port)) {
      return peer.ask("PING").equals("+PONG");
    } catch (RuntimeException | AssertionError e) {
      return false;
    }
  }

  private boolean allKnowAll() {
    return sentinelPorts.stream()
        .allMatch(
            port -> {
              try (Peer peer = Peer.to(port)) {
                String info = peer.askBulk("INFO sentinel");
                return info.contains("status=ok") && info.contains("slaves=1,sentinels=3");
              }
            });
  }

  /** What {@code upstream} is to be. */
  String url() {
    return "redis+sentinel://" + hosts() + "/" + NAME;
  }

  private String hosts() {
    return sentinelPorts.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
  }

  int masterPort() {
    return servers.get(0).port();
  }

  int replicaPort() {
    return servers.get(1).port();
  }

  int sentinelPort() {
    return sentinelPorts.get(0);
  }

  void killMaster() {
    servers.get(0).kill();
  }

  void killSentinel(int index) {
    end(sentinels.get(index));
  }

  @Override
  public void close() {
    sentinels.forEach(WatchedServers::end);
    servers.forEach(RedisServer::close);
  }

  private static void end(Process process) {
    process.destroyForcibly();
    process.onExit().join();
  }
}
