package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import io.ostiary.peer.RedisServer;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Descriptors, permits and places come back however clients and upstream connections end. */
final class GatewayLeakTest {

  private static final String[] STATES = {
    "GET k\r\n",
    "WATCH k\r\nGET k\r\n",
    "MULTI\r\nSET k 1\r\n",
    "MULTI\r\nSET k 1\r\nEXEC\r\n",
    "BLPOP none 0\r\n",
    "SUBSCRIBE news\r\n",
    "PSUBSCRIBE n*\r\nGET k\r\n",
    "MONITOR\r\n",
    "CLIENT TRACKING ON\r\n",
    "WAIT 1 0\r\n",
    "EVAL \"return 1\" 0\r\nBLPOP none 0\r\nGET k\r\n",
    "SELECT 3\r\nGET k\r\n",
    "NOSUCH\r\n"
  };

  @ParameterizedTest
  @EnumSource(names = {"FAST_PATH", "NIO"})
  void allComesBackAfterEveryKindOfEnd(TestTransport transport) throws Exception {
    try (RedisServer redis = RedisServer.start();
        FaultyLink link = FaultyLink.to(redis.port());
        Served served = Served.on(transport, TestGateway.to(link.port()), 2);
        Peer watcher = served.peer()) {
      everyKindOfEnd(served, link, 1); // What is made once is there from now on.
      assertNothingIsLeft(watcher);
      long before = Served.openDescriptors();
      everyKindOfEnd(served, link, 6);
      assertNothingIsLeft(watcher);
      // Those that rest upstream come and go.
      long resting = 4 * watcher.info("upstream_connections_pinned");
      await().until(() -> Served.openDescriptors() <= before + resting + 8);
    }
  }

  private static void everyKindOfEnd(Served served, FaultyLink link, int rounds) {
    for (int round = 0; round < rounds; round++) {
      for (String state : STATES) {
        served.peer().send(state).reset();
        served.peer().send(state).close();
        Peer answered = served.peer().send(state);
        answered.send("RESET\r\nQUIT\r\n");
        answered.close();
        Peer loses = served.peer().send(state);
        link.breakAll();
        loses.reset();
      }
    }
  }

  private static void assertNothingIsLeft(Peer watcher) {
    await().until(() -> watcher.ask("SET k 1").equals("+OK"));
    await()
        .untilAsserted(
            () -> {
              assertThat(watcher.askBulk("CLIENT LIST").lines()).hasSize(1);
              String info = watcher.askBulk("INFO gateway");
              assertThat(info)
                  .contains("upstream_waiting_clients:0")
                  .doesNotContainPattern("pinned_[a-z]+:-?[1-9]");
            });
    // What rests is closed for one who waits, so each permit can be had.
    assertThat(watcher.info("upstream_connections_pinned")).isLessThanOrEqualTo(100);
  }
}
