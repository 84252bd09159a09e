package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import io.ostiary.peer.TestTransport;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Never more pinned connections than {@code upstream-pinned-max}, over all event loops. */
final class PinnedMaxTest {

  private static JsonObject settings(int most, int waitMillis) {
    return new JsonObject()
        .put("upstream-pinned-max", most)
        .put("upstream-queue-timeout", waitMillis);
  }

  @ParameterizedTest
  @CsvSource({"FAST_PATH, 1", "FAST_PATH, 3", "NIO, 2"})
  void manyClientsTakeTurnsAndNoneMoreThanMayAtOnce(TestTransport transport, int instances)
      throws Exception {
    int most = 3;
    int clients = 24;
    try (TestGateway gateway = TestGateway.start(transport, instances, settings(most, 60_000));
        Peer server = gateway.direct();
        Peer watcher = gateway.peer()) {
      ExecutorService threads = Executors.newFixedThreadPool(clients);
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        done.add(threads.submit(() -> watchAndCount(gateway)));
      }
      while (done.stream().anyMatch(client -> !client.isDone())) {
        // Lines of the server's own: shared connections watch nothing and do not block.
        assertThat(watcher.info("upstream_connections_pinned")).isLessThanOrEqualTo(most);
        assertThat(
                server
                    .askBulk("CLIENT LIST TYPE normal")
                    .lines()
                    .filter(line -> line.contains("cmd=watch") || line.contains("cmd=multi"))
                    .count())
            .isLessThanOrEqualTo(most);
      }
      for (Future<?> client : done) {
        client.get();
      }
      threads.shutdown();
      assertThat(watcher.askBulk("GET n")).isEqualTo(String.valueOf(clients * 20));
      assertThat(watcher.info("pinned_watch")).isZero();
      assertThat(watcher.info("upstream_waiting_clients")).isZero();
      assertThat(watcher.info("upstream_connections_pinned")).isLessThanOrEqualTo(most);
    }
  }

  private static void watchAndCount(TestGateway gateway) {
    try (Peer client = gateway.peer()) {
      int counted = 0;
      while (counted < 20) {
        assertThat(client.ask("WATCH n")).isEqualTo("+OK");
        assertThat(client.ask("MULTI")).isEqualTo("+OK");
        assertThat(client.ask("INCR n")).isEqualTo("+QUEUED");
        if (client.ask("EXEC").equals("*1")) {
          client.line();
          counted++;
        }
      }
    }
  }

  @Test
  void whoWaitsTooLongReadsWhyAndMayGoOn() throws Exception {
    try (TestGateway gateway = TestGateway.start(TestTransport.best(), 2, settings(1, 200));
        Peer holds = gateway.peer();
        Peer waits = gateway.peer()) {
      assertThat(holds.ask("WATCH k")).isEqualTo("+OK");
      assertThat(waits.ask("BLPOP list 0"))
          .contains("upstream-pinned-max")
          .contains("upstream-queue-timeout")
          .contains("the command was not sent");
      assertThat(waits.ask("GET k")).isEqualTo("$-1");
      assertThat(holds.ask("UNWATCH")).isEqualTo("+OK");
      assertThat(waits.send("BLPOP list 0.01\r\n").line()).isEqualTo("*-1");
    }
  }

  @Test
  void whoWaitsGetsWhatAClientThatLeavesHad() throws Exception {
    try (TestGateway gateway = TestGateway.start(TestTransport.best(), 2, settings(1, 60_000));
        Peer watcher = gateway.peer()) {
      Peer holds = gateway.peer();
      for (int i = 0; i < 30; i++) {
        holds.send("BLPOP list 0\r\n");
        await().until(() -> watcher.info("pinned_blocking") == 1);
        Peer waits = gateway.peer();
        waits.send("WATCH k\r\n");
        Peer givesUp = gateway.peer();
        givesUp.send("WATCH k\r\n");
        await().until(() -> watcher.info("upstream_waiting_clients") == 2);
        givesUp.reset();
        holds.reset();
        assertThat(waits.line()).isEqualTo("+OK");
        assertThat(waits.ask("UNWATCH")).isEqualTo("+OK");
        await().until(() -> watcher.info("upstream_waiting_clients") == 0);
        holds = waits;
      }
      holds.close();
      await().until(() -> watcher.info("pinned_watch") + watcher.info("pinned_blocking") == 0);
    }
  }
}
