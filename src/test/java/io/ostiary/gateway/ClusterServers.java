package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import io.ostiary.peer.Programs;
import io.ostiary.peer.RedisServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A cluster of three masters, with as many replicas each as a test needs, until it is closed. */
final class ClusterServers implements AutoCloseable {

  private static final Duration LONG = Duration.ofSeconds(40);

  private final List<RedisServer> servers = new ArrayList<>();

  private ClusterServers() {}

  /** Starts all, and returns when they agree who has which slots. */
  static ClusterServers start(Path folder, int replicas) throws IOException {
    Programs.assumeInstalled("redis-cli");
    ClusterServers started = new ClusterServers();
    try {
      for (int i = 0; i < 3 * (1 + replicas); i++) {
        Path own = Files.createDirectory(folder.resolve("node" + i));
        started.servers.add(
            RedisServer.start(
                "--cluster-enabled",
                "yes",
                "--cluster-node-timeout",
                "1000",
                "--repl-diskless-sync-delay",
                "0",
                "--dir",
                own.toString()));
      }
      List<String> create = new ArrayList<>(List.of("--cluster", "create"));
      started.servers.forEach(server -> create.add("127.0.0.1:" + server.port()));
      create.addAll(List.of("--cluster-replicas", "" + replicas, "--cluster-yes"));
      cli(create.toArray(String[]::new));
      await().atMost(LONG).until(started::allAgree);
      return started;
    } catch (Throwable e) { // Nothing else would end the processes.
      started.close();
      throw e;
    }
  }

  private boolean allAgree() {
    return servers.stream()
        .allMatch(
            server -> {
              try (Peer peer = Peer.to(server.port())) {
                return peer.askBulk("CLUSTER INFO").contains("cluster_state:ok");
              }
            });
  }

  /** What redis-cli prints; it fails where that does. */
  static String cli(String... arguments) throws IOException {
    List<String> command =
        Stream.concat(Stream.of("redis-cli"), Stream.of(arguments)).collect(Collectors.toList());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.onExit().join().exitValue()).as("%s: %s", command, out).isZero();
    return out;
  }

  /** What {@code upstream} is to be: all masters as seeds. */
  String url() {
    return servers.stream()
        .limit(3)
        .map(server -> "127.0.0.1:" + server.port())
        .collect(Collectors.joining(",", "redis://", ""));
  }

  /** The port of a master, from 0 to 2. */
  int port(int master) {
    return servers.get(master).port();
  }

  /** The id by which others know a master. */
  String id(int master) {
    try (Peer peer = Peer.to(port(master))) {
      return peer.askBulk("CLUSTER MYID");
    }
  }

  /** Which master had the slot of a key at the beginning, told by another. */
  int masterOf(String key, int told) {
    try (Peer peer = Peer.to(port(told))) {
      int slot = Integer.parseInt(peer.ask("CLUSTER KEYSLOT " + key).substring(1));
      return slot < 5461 ? 0 : slot < 10_923 ? 1 : 2;
    }
  }

  void kill(int master) {
    servers.get(master).kill();
  }

  @Override
  public void close() {
    servers.forEach(RedisServer::close);
  }
}
