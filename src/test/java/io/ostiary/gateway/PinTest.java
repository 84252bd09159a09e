package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import io.ostiary.peer.TestTransport;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * When a client has an upstream connection of its own, and what it leaves behind there: nothing.
 */
final class PinTest {

  private TestGateway gateway;
  private Peer peer;
  private Peer watcher;

  @BeforeEach
  void start() throws Exception {
    gateway =
        TestGateway.start(
            TestTransport.best(), 1, new JsonObject().put("upstream-pubsub", "pinned"));
    peer = gateway.peer();
    watcher = gateway.peer();
  }

  @AfterEach
  void close() {
    peer.close();
    watcher.close();
    gateway.close();
  }

  private void assertPinned(String reason, int count) {
    await()
        .untilAsserted(
            () ->
                assertThat(watcher.info("pinned_" + reason))
                    .as("clients pinned by %s", reason)
                    .isEqualTo(count));
  }

  /** The next client that is pinned gets the connection, and must find no state there. */
  private void assertNextClientFindsNothing() {
    try (Peer next = gateway.peer()) {
      assertThat(watcher.ask("SET k 1")).isEqualTo("+OK");
      next.send("MULTI\r\n");
      assertThat(next.line()).isEqualTo("+OK");
      assertPinned("multi", 1);
      assertThat(watcher.ask("INCR k")).isEqualTo(":2");
      assertThat(watcher.ask("PUBLISH news x")).isEqualTo(":0");
      assertThat(next.ask("GET k")).isEqualTo("+QUEUED");
      assertThat(next.ask("EXEC")).isEqualTo("*1");
      assertThat(next.exactly("$1\r\n2\r\n".length())).isEqualTo("$1\r\n2\r\n");
    }
    assertPinned("multi", 0);
  }

  @Test
  void watchPinsUntilExec() {
    assertThat(peer.ask("WATCH k")).isEqualTo("+OK");
    assertPinned("watch", 1);
    assertThat(peer.ask("GET k")).isEqualTo("$-1");
    assertThat(peer.ask("MULTI")).isEqualTo("+OK");
    assertThat(peer.ask("SET k 5")).isEqualTo("+QUEUED");
    assertThat(watcher.ask("SET k 3")).isEqualTo("+OK");
    assertThat(peer.ask("EXEC")).isEqualTo("*-1");
    assertPinned("watch", 0);
    assertPinned("multi", 0);
    assertNextClientFindsNothing();
  }

  @Test
  void watchPinsUntilUnwatchOrDiscard() {
    assertThat(peer.ask("WATCH k")).isEqualTo("+OK");
    assertPinned("watch", 1);
    assertThat(peer.ask("UNWATCH")).isEqualTo("+OK");
    assertPinned("watch", 0);
    assertThat(peer.ask("WATCH k")).isEqualTo("+OK");
    peer.send("MULTI\r\nDISCARD\r\n");
    assertThat(peer.line() + peer.line()).isEqualTo("+OK+OK");
    assertPinned("watch", 0);
    assertNextClientFindsNothing();
  }

  @Test
  void aTransactionInOneReadGoesWithoutAPin() {
    long before = watcher.info("pins_multi");
    for (int i = 0; i < 10; i++) {
      peer.send("MULTI\r\nINCR n\r\nINCR n\r\nEXEC\r\n");
      assertThat(peer.exactly("+OK\r\n+QUEUED\r\n+QUEUED\r\n".length())).endsWith("+QUEUED\r\n");
      assertThat(peer.line() + peer.line() + peer.line())
          .isEqualTo("*2:" + (2 * i + 1) + ":" + (2 * i + 2));
    }
    assertThat(watcher.info("pins_multi")).isEqualTo(before);
    assertThat(peer.ask("MULTI")).isEqualTo("+OK");
    assertPinned("multi", 1);
    assertThat(peer.ask("EXEC")).isEqualTo("*0");
    assertPinned("multi", 0);
    assertThat(watcher.info("pins_multi")).isEqualTo(before + 1);
  }

  @Test
  void readingAStreamPinsOnlyIfItIsToldToBlock() {
    assertThat(watcher.ask("XADD block 1-1 f v")).isEqualTo("$3");
    watcher.line();
    long before = watcher.info("pins_blocking");
    assertThat(peer.ask("XREAD COUNT 1 STREAMS block 0")).isEqualTo("*1");
    peer.exactly(
        "*2\r\n$5\r\nblock\r\n*1\r\n*2\r\n$3\r\n1-1\r\n*2\r\n$1\r\nf\r\n$1\r\nv\r\n".length());
    assertThat(watcher.info("pins_blocking")).isEqualTo(before);
    peer.send("XREAD BLOCK 0 STREAMS block $\r\n");
    assertPinned("blocking", 1);
    assertThat(watcher.ask("XADD block 2-1 f v")).isEqualTo("$3");
    watcher.line();
    assertThat(peer.line()).isEqualTo("*1");
    assertPinned("blocking", 0);
  }

  @Test
  void aSubscriptionPinsUntilTheLastIsGone() {
    peer.send("SUBSCRIBE news other\r\n");
    peer.exactly("*3\r\n$9\r\nsubscribe\r\n$4\r\nnews\r\n:1\r\n".length());
    peer.exactly("*3\r\n$9\r\nsubscribe\r\n$5\r\nother\r\n:2\r\n".length());
    assertPinned("subscribe", 1);
    assertThat(watcher.ask("PUBLISH news hello")).isEqualTo(":1");
    assertThat(peer.exactly("*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$5\r\nhello\r\n".length()))
        .endsWith("hello\r\n");
    assertThat(peer.ask("GET k")).startsWith("-ERR Can't execute 'get'");
    peer.send("UNSUBSCRIBE\r\n");
    for (int i = 0; i < 2; i++) {
      assertThat(peer.line()).isEqualTo("*3");
      peer.exactly("$11\r\nunsubscribe\r\n".length());
      peer.line();
      peer.line();
      assertThat(peer.line()).isEqualTo(":" + (1 - i));
    }
    assertPinned("subscribe", 0);
    assertThat(peer.ask("GET k")).isEqualTo("$-1");
    assertNextClientFindsNothing();
  }

  @Test
  void aMonitorIsPinnedUntilItLeaves() {
    assertThat(peer.ask("MONITOR")).isEqualTo("+OK");
    assertPinned("monitor", 1);
    assertThat(watcher.ask("SET k 7")).isEqualTo("+OK");
    String line = peer.line();
    while (!line.contains("\"SET\" \"k\" \"7\"")) {
      assertThat(line).startsWith("+").contains("127.0.0.1");
      line = peer.line();
    }
    peer.reset();
    assertPinned("monitor", 0);
    assertNextClientFindsNothing();
  }

  @Test
  void trackingPinsUntilItIsOff() {
    peer.send("HELLO 3\r\nCLIENT TRACKING ON\r\n");
    String line = peer.line();
    while (!line.equals("+OK")) {
      line = peer.line();
    }
    assertPinned("tracking", 1);
    assertThat(peer.ask("GET k")).isEqualTo("_");
    assertThat(watcher.ask("SET k 1")).isEqualTo("+OK");
    assertThat(peer.line()).isEqualTo(">2");
    assertThat(peer.exactly("$10\r\ninvalidate\r\n*1\r\n$1\r\nk\r\n".length())).endsWith("k\r\n");
    assertThat(peer.ask("CLIENT TRACKING OFF")).isEqualTo("+OK");
    assertPinned("tracking", 0);
    assertNextClientFindsNothing();
  }

  @Test
  void whatIsRefusedPinsNothing() {
    assertThat(peer.ask("WATCH")).startsWith("-ERR wrong number of arguments");
    assertPinned("watch", 0);
    assertThat(peer.ask("CLIENT TRACKING ON OPTION")).startsWith("-ERR");
    assertThat(peer.ask("CLIENT CACHING YES")).startsWith("-ERR");
    assertPinned("tracking", 0);
    assertThat(peer.ask("NOSUCH")).startsWith("-ERR unknown command");
    assertPinned("other", 0);
  }

  @Test
  void aMultiThatIsRefusedBeginsNoTransaction() {
    try (Peer server = gateway.direct()) {
      assertThat(server.ask("ACL SETUSER default -multi")).isEqualTo("+OK");
    }
    assertThat(peer.ask("MULTI")).startsWith("-NOPERM");
    assertPinned("multi", 0);
    assertThat(peer.ask("SET k 1")).isEqualTo("+OK");
    assertThat(peer.ask("WATCH k")).isEqualTo("+OK");
    assertThat(peer.ask("MULTI")).startsWith("-NOPERM");
    assertThat(peer.ask("INCR k")).isEqualTo(":2");
    assertThat(peer.ask("PING")).isEqualTo("+PONG");
    assertThat(peer.ask("UNWATCH")).isEqualTo("+OK");
    assertPinned("watch", 0);
  }

  @Test
  void resetEndsEveryPin() {
    assertThat(peer.ask("WATCH k")).isEqualTo("+OK");
    assertThat(peer.ask("RESET")).isEqualTo("+RESET");
    assertPinned("watch", 0);
    assertThat(peer.ask("MULTI")).isEqualTo("+OK");
    assertPinned("multi", 1);
    assertThat(peer.ask("RESET")).isEqualTo("+RESET");
    assertPinned("multi", 0);
    assertThat(peer.ask("GET k")).isEqualTo("$-1");
    assertNextClientFindsNothing();
  }

  @Test
  void whoResetsInAnyPinnedStateLeavesNothingBehind() {
    String[] states = {
      "WATCH k\r\n",
      "MULTI\r\nSET k 1\r\n",
      "WATCH k\r\nMULTI\r\nGET k\r\n",
      "SUBSCRIBE news\r\n",
      "PSUBSCRIBE n*\r\n",
      "BLPOP none 0\r\n",
      "WAIT 1 0\r\n",
      "MONITOR\r\n",
      "CLIENT TRACKING ON\r\n"
    };
    for (String state : states) {
      Peer leaves = gateway.peer();
      long before = watcher.info("upstream_connects");
      leaves.send(state);
      await()
          .untilAsserted(
              () ->
                  assertThat(watcher.askBulk("INFO gateway"))
                      .containsPattern("pinned_(?!connections)[a-z]+:1"));
      assertThat(before).isPositive();
      leaves.reset();
      await()
          .untilAsserted(
              () ->
                  assertThat(watcher.askBulk("INFO gateway"))
                      .doesNotContainPattern("\npinned_[a-z]+:[1-9]"));
      assertNextClientFindsNothing();
    }
    // One that rests may be there, and no other.
    assertThat(watcher.info("upstream_connections_pinned")).isLessThanOrEqualTo(1);
  }
}
