package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import io.ostiary.peer.RedisServer;
import io.ostiary.peer.Served;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server behind that is not ready, or no master: its own words reach the client, in order. */
final class BackendErrorsTest {

  private static final Duration LONG = Duration.ofSeconds(40);

  @TempDir private Path folder;

  @Test
  void oneThatLoadsItsDataSaysSoUntilItHas() throws Exception {
    String directory = folder.toString();
    String value = "v".repeat(4_000);
    try (RedisServer redis = RedisServer.start("--dir", directory);
        Peer direct = Peer.to(redis.port())) {
      for (int i = 0; i < 1_000; i++) {
        assertThat(direct.ask("SET key" + i + " " + value)).isEqualTo("+OK");
      }
      assertThat(direct.ask("SAVE")).isEqualTo("+OK");
    }
    try (RedisServer redis =
            RedisServer.start(
                "--dir",
                directory,
                "--key-load-delay",
                "20000",
                "--loading-process-events-interval-bytes",
                "1024");
        Served gateway =
            Served.with(TestGateway.to(redis.port()).put("upstream-connect-timeout", 60_000), 1);
        Peer peer = gateway.peer()) {
      peer.send("GET key1\r\nPING\r\nINCR n\r\nWATCH key1\r\nMULTI\r\nGET key1\r\nEXEC\r\n");
      assertThat(List.of(peer.line(), peer.line(), peer.line(), peer.line()))
          .satisfiesExactly(
              first -> assertThat(first).startsWith("-LOADING "),
              second -> assertThat(second).isEqualTo("+PONG"),
              third -> assertThat(third).startsWith("-LOADING "),
              fourth -> assertThat(fourth).matches("\\+OK|-LOADING .*"));
      assertThat(List.of(peer.line(), peer.line(), peer.line()))
          .satisfiesExactly(
              multi -> assertThat(multi).isEqualTo("+OK"),
              queued -> assertThat(queued).startsWith("-LOADING "),
              exec -> assertThat(exec).startsWith("-EXECABORT "));
      try (Peer direct = Peer.to(redis.port())) {
        assertThat(direct.ask("CONFIG SET key-load-delay 0")).isEqualTo("+OK");
      }
      await().atMost(LONG).until(() -> peer.ask("EXISTS key1").equals(":1"));
      assertThat(peer.ask("INCR n")).isEqualTo(":1");
      assertThat(peer.askBulk("INFO gateway")).doesNotContainPattern("\npinned_[a-z]+:[1-9]");
    }
  }

  @Test
  void aReplicaRefusesWritesAndOneWithoutItsMasterAllButThatIsSaidInItsWords() throws Exception {
    try (RedisServer master = RedisServer.start("--repl-diskless-sync-delay", "0");
        RedisServer replica =
            RedisServer.start(
                "--replicaof", "127.0.0.1 " + master.port(), "--dir", folder.toString());
        Peer direct = Peer.to(replica.port());
        Served gateway = Served.with(TestGateway.to(replica.port()), 1);
        Peer peer = gateway.peer()) {
      await().atMost(LONG).until(() -> direct.askBulk("INFO replication").contains("status:up"));
      peer.send("SET k 1\r\nGET k\r\nMULTI\r\nINCR k\r\nEXEC\r\n");
      assertThat(List.of(peer.line(), peer.line(), peer.line(), peer.line(), peer.line()))
          .satisfiesExactly(
              set -> assertThat(set).startsWith("-READONLY "),
              get -> assertThat(get).isEqualTo("$-1"),
              multi -> assertThat(multi).isEqualTo("+OK"),
              queued -> assertThat(queued).startsWith("-READONLY "),
              exec -> assertThat(exec).startsWith("-EXECABORT "));
      assertThat(direct.ask("CONFIG SET replica-serve-stale-data no")).isEqualTo("+OK");
      assertThat(direct.ask("REPLICAOF 127.0.0.1 1")).isEqualTo("+OK");
      assertThat(peer.ask("GET k")).startsWith("-MASTERDOWN ");
      assertThat(peer.ask("BLPOP list 0")).startsWith("-READONLY ");
      assertThat(direct.ask("REPLICAOF NO ONE")).isEqualTo("+OK");
      assertThat(peer.ask("SET k 1")).isEqualTo("+OK");
      assertThat(peer.askBulk("INFO gateway")).doesNotContainPattern("\npinned_[a-z]+:[1-9]");
    }
  }
}
