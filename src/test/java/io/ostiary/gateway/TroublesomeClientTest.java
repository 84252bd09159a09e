package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import io.ostiary.peer.TestTransport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that does not read, leaves or is killed in the middle: nobody else notices. */
final class TroublesomeClientTest {

  private static final int BIG_BYTES = 1_000_000;

  private static void setBig(Peer peer) {
    String value = "v".repeat(BIG_BYTES);
    peer.send("*3\r\n$3\r\nSET\r\n$3\r\nbig\r\n$" + BIG_BYTES + "\r\n" + value + "\r\n");
    assertThat(peer.line()).isEqualTo("+OK");
    assertThat(peer.ask("SET k value")).isEqualTo("+OK");
  }

  @ParameterizedTest
  @EnumSource(names = {"FAST_PATH", "NIO"})
  void aSlowReaderHoldsUpNobodyAndGetsAllInTheEnd(TestTransport transport) throws Exception {
    try (TestGateway gateway = TestGateway.start(transport, 1);
        Peer other = gateway.peer();
        Peer slow = gateway.peer()) {
      setBig(other);
      slow.send("GET big\r\n".repeat(40) + "PING\r\n");
      for (int i = 0; i < 200; i++) {
        assertThat(other.askBulk("GET k")).isEqualTo("value");
      }
      for (int i = 0; i < 40; i++) {
        assertThat(slow.line()).isEqualTo("$" + BIG_BYTES);
        assertThat(slow.exactly(BIG_BYTES + 2)).startsWith("vvv").endsWith("v\r\n");
      }
      assertThat(slow.line()).isEqualTo("+PONG");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FAST_PATH", "NIO"})
  void oneThatResetsWithinALargeReplyIsMissedByNobody(TestTransport transport) throws Exception {
    try (TestGateway gateway = TestGateway.start(transport, 1);
        Peer other = gateway.peer()) {
      setBig(other);
      for (int i = 0; i < 10; i++) {
        Peer leaves = gateway.peer();
        leaves.send("GET big\r\nGET big\r\nINCR n\r\n");
        other.send("GET k\r\nPING\r\n");
        leaves.exactly(100_000);
        leaves.reset();
        assertThat(other.exactly("$5\r\nvalue\r\n+PONG\r\n".length())).endsWith("+PONG\r\n");
        assertThat(other.askBulk("GET k")).isEqualTo("value");
      }
      await().untilAsserted(() -> assertThat(other.info("connected_clients")).isEqualTo(1));
      assertThat(other.askBulk("GET n")).isEqualTo("10");
      assertThat(other.info("upstream_losses")).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FAST_PATH", "NIO"})
  void aBlockedClientCanBeKilledAndItsElementGoesToTheNext(TestTransport transport)
      throws Exception {
    try (TestGateway gateway = TestGateway.start(transport, 2);
        Peer other = gateway.peer();
        Peer blocked = gateway.peer()) {
      blocked.send("CLIENT ID\r\nBLPOP list 0\r\n");
      String id = blocked.line().substring(1);
      await().until(() -> other.info("pinned_blocking") == 1);
      assertThat(other.ask("CLIENT KILL ID " + id)).isEqualTo(":1");
      assertThat(blocked.rest()).isEmpty();
      await().until(() -> other.info("pinned_blocking") == 0);
      try (Peer server = gateway.direct()) {
        await().until(() -> server.info("blocked_clients") == 0);
      }
      assertThat(other.ask("RPUSH list x")).isEqualTo(":1");
      assertThat(other.ask("LLEN list")).isEqualTo(":1");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FAST_PATH", "NIO"})
  void aQuitIsAnsweredBehindThePipelineBeforeIt(TestTransport transport) throws Exception {
    try (TestGateway gateway = TestGateway.start(transport, 1);
        Peer other = gateway.peer()) {
      assertThat(other.ask("SET n 0")).isEqualTo("+OK");
      try (Peer quits = gateway.peer()) {
        quits.send("INCR n\r\n".repeat(200) + "EVAL \"return 1\" 0\r\nQUIT\r\nINCR n\r\n");
        assertThat(quits.rest()).startsWith(":1\r\n:2\r\n").endsWith(":200\r\n:1\r\n+OK\r\n");
      }
      assertThat(other.askBulk("GET n")).isEqualTo("200");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FAST_PATH", "NIO"})
  void oneThatBreaksTheProtocolReadsWhatIsDueAndWhy(TestTransport transport) throws Exception {
    try (TestGateway gateway = TestGateway.start(transport, 1);
        Peer other = gateway.peer()) {
      try (Peer breaks = gateway.peer()) {
        breaks.send("SET k 1\r\nGET k\r\n*x\r\n");
        assertThat(breaks.rest())
            .isEqualTo("+OK\r\n$1\r\n1\r\n-ERR Protocol error: invalid multibulk length\r\n");
      }
      assertThat(other.askBulk("GET k")).isEqualTo("1");
    }
  }
}
