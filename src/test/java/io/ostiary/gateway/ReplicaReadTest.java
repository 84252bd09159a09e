package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import io.ostiary.peer.RedisServer;
import io.ostiary.peer.Served;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that only read, where they go to a replica of the server behind. */
final class ReplicaReadTest {

  private static final Duration LONG = Duration.ofSeconds(40);

  @TempDir private Path folder;
  private RedisServer primary;
  private RedisServer replica;
  private Served gateway;
  private Peer peer;

  @BeforeEach
  void start() throws Exception {
    primary = RedisServer.start("--repl-diskless-sync-delay", "0", "--dir", newFolder("primary"));
    replica =
        RedisServer.start(
            "--replicaof", "127.0.0.1 " + primary.port(), "--dir", newFolder("replica"));
    gateway =
        Served.with(
            TestGateway.to(primary.port())
                .put("upstream-read", "replica")
                .put("upstream-replica-max-lag", 3),
            1);
    peer = gateway.peer();
    assertThat(peer.ask("SET k value")).isEqualTo("+OK");
    awaitReplicas(1);
    await().until(() -> onReplica("GETRANGE k 0 -1").equals("value"));
    assertThat(peer.ask("CONFIG RESETSTAT")).isEqualTo("+OK");
    try (Peer direct = Peer.to(replica.port())) {
      assertThat(direct.ask("CONFIG RESETSTAT")).isEqualTo("+OK");
    }
  }

  @AfterEach
  void close() {
    peer.close();
    gateway.close();
    replica.close();
    primary.close();
  }

  private String newFolder(String name) throws Exception {
    return Files.createDirectory(folder.resolve(name)).toString();
  }

  private void awaitReplicas(int count) {
    await().atMost(LONG).until(() -> peer.info("upstream_replicas") == count);
  }

  private String onReplica(String command) {
    try (Peer direct = Peer.to(replica.port())) {
      return direct.askBulk(command);
    }
  }

  private static long calls(RedisServer server, String command) {
    try (Peer direct = Peer.to(server.port())) {
      return direct
          .askBulk("INFO commandstats")
          .lines()
          .filter(line -> line.startsWith("cmdstat_" + command + ":calls="))
          .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=(\\d+),.*", "$1")))
          .sum();
    }
  }

  @Test
  void readsGoToTheReplicaAndAllElseToThePrimary() {
    peer.send("SET k 1\r\nGET k\r\nINCR k\r\nSTRLEN k\r\n");
    assertThat(peer.line()).isEqualTo("+OK");
    assertThat(peer.line()).startsWith("$");
    assertThat(peer.line()).isIn("value", "1");
    assertThat(peer.line()).isEqualTo(":2");
    assertThat(peer.line()).isIn(":5", ":1");
    assertThat(peer.ask("SCAN 0")).isEqualTo("*2");
    peer.exactly("$1\r\n0\r\n*1\r\n$1\r\nk\r\n".length());
    assertThat(List.of(calls(replica, "get"), calls(replica, "strlen"))).containsExactly(1L, 1L);
    assertThat(List.of(calls(primary, "get"), calls(primary, "strlen"))).containsExactly(0L, 0L);
    assertThat(List.of(calls(primary, "scan"), calls(replica, "scan"))).containsExactly(1L, 0L);
    assertThat(peer.askBulk("CLIENT UPSTREAMS")).contains(" role=replica ", " role=primary ");
  }

  @Test
  void transactionsReadAtThePrimary() {
    peer.send("MULTI\r\nGET k\r\nEXEC\r\n");
    peer.exactly("+OK\r\n+QUEUED\r\n*1\r\n$5\r\nvalue\r\n".length());
    assertThat(peer.ask("WATCH k")).isEqualTo("+OK");
    assertThat(peer.askBulk("GET k")).isEqualTo("value");
    assertThat(peer.ask("UNWATCH")).isEqualTo("+OK");
    assertThat(List.of(calls(primary, "get"), calls(replica, "get"))).containsExactly(2L, 0L);
    assertThat(peer.askBulk("GET k")).isEqualTo("value");
    assertThat(calls(replica, "get")).isEqualTo(1);
  }

  @Test
  void aReplicaThatIsKilledIsMissedByNobody() {
    assertThat(peer.askBulk("GET k")).isEqualTo("value");
    replica.freeze(true);
    peer.send("GET k\r\nGET k\r\n");
    replica.kill();
    assertThat(List.of(peer.line(), peer.line(), peer.line(), peer.line()))
        .containsExactly("$5", "value", "$5", "value");
    for (int i = 0; i < 50; i++) {
      assertThat(peer.askBulk("GET k")).isEqualTo("value");
    }
    awaitReplicas(0);
  }

  @Test
  void whatWaitsForAReplicaThatFallsBehindIsAnsweredByThePrimary() {
    replica.freeze(true);
    peer.send("GET k\r\n");
    assertThat(List.of(peer.line(), peer.line())).containsExactly("$5", "value");
    assertThat(peer.ask("SET k 2")).isEqualTo("+OK");
    assertThat(peer.askBulk("GET k")).isEqualTo("2");
    replica.freeze(false);
    awaitReplicas(1);
    await().until(() -> peer.askBulk("GET k").equals("2"));
  }

  @Test
  void whatAReplicaRefusesForNowIsAnsweredByThePrimary() {
    try (Peer direct = Peer.to(replica.port())) {
      assertThat(direct.ask("CONFIG SET replica-serve-stale-data no")).isEqualTo("+OK");
      assertThat(direct.ask("REPLICAOF 127.0.0.1 1")).isEqualTo("+OK");
      assertThat(direct.ask("GET k")).startsWith("-MASTERDOWN");
    }
    peer.send("GET k\r\nSTRLEN k\r\nGET none\r\n");
    assertThat(List.of(peer.line(), peer.line(), peer.line(), peer.line()))
        .containsExactly("$5", "value", ":5", "$-1");
  }

  @Test
  void noneIsReadFromWhileNoLagIsAllowed() {
    assertThat(peer.ask("CONFIG SET upstream-replica-max-lag 0")).isEqualTo("+OK");
    assertThat(peer.askBulk("GET k")).isEqualTo("value");
    assertThat(List.of(calls(primary, "get"), calls(replica, "get"))).containsExactly(1L, 0L);
    assertThat(peer.ask("CONFIG SET upstream-replica-max-lag 3600")).isEqualTo("+OK");
    assertThat(peer.askBulk("GET k")).isEqualTo("value");
    assertThat(calls(replica, "get")).isEqualTo(1);
  }
}
