package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.EachTransport;
import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** What becomes of newcomers when all places are taken. */
final class FullServerTest {

  private static final String FULL = "-ERR max number of clients reached";

  private static JsonObject places(int places) {
    return Served.local()
        .put("maxclients", places)
        .put("maxclients-reserved", 1)
        .put("priority-subnets", "127.0.0.9");
  }

  private static Peer priority(Served server) {
    return Peer.from("127.0.0.9", "127.0.0.1", server.port());
  }

  @EachTransport
  void aKeptPlaceIsForAPeerOfHigherStanding(TestTransport transport) throws Exception {
    try (Served server = Served.on(transport, places(3), 2);
        Peer first = server.peer();
        Peer second = server.peer()) {
      assertThat(first.ask("PING")).isEqualTo("+PONG");
      assertThat(second.ask("PING")).isEqualTo("+PONG");
      try (Peer third = server.peer()) {
        assertThat(third.line()).isEqualTo(FULL);
      }
      try (Peer high = priority(server)) {
        assertThat(high.ask("PING")).isEqualTo("+PONG");
        assertThat(high.info("clients_of_higher_standing")).isEqualTo(1);
        assertThat(high.info("connected_clients")).isEqualTo(3);
        try (Peer higher = priority(server)) {
          assertThat(higher.line()).isEqualTo(FULL);
        }
      }
    }
  }

  @EachTransport
  void theLongestIdleClientGoesForAPeerOfHigherStanding(TestTransport transport) throws Exception {
    JsonObject config = places(3).put("maxclients-full", "evict-idle");
    try (Served server = Served.on(transport, config, 2);
        Peer idle = server.peer()) {
      assertThat(idle.ask("PING")).isEqualTo("+PONG");
      Thread.sleep(5); // Times are in milliseconds: the other is to be active later.
      try (Peer busy = server.peer();
          Peer high = priority(server)) {
        assertThat(busy.ask("PING")).isEqualTo("+PONG");
        assertThat(high.ask("PING")).isEqualTo("+PONG");
        try (Peer ordinary = server.peer()) {
          assertThat(ordinary.line()).isEqualTo(FULL);
        }
        try (Peer higher = priority(server)) {
          assertThat(higher.ask("PING")).isEqualTo("+PONG");
          assertThat(idle.rest()).as("closed").isEmpty();
          assertThat(busy.ask("PING")).isEqualTo("+PONG");
          await()
              .untilAsserted(
                  () -> assertThat(higher.info("departures_maxclients_full")).isEqualTo(1));
          assertThat(higher.info("connected_clients")).isEqualTo(3);
          assertThat(higher.askBulk("CLIENT LIST")).hasLineCount(3);
        }
      }
    }
  }

  @EachTransport
  void newcomersWaitUnansweredUntilThereIsRoom(TestTransport transport) throws Exception {
    JsonObject config = Served.local().put("maxclients", 2).put("maxclients-full", "wait");
    try (Served server = Served.on(transport, config, 2);
        Peer first = server.peer()) {
      Peer second = server.peer();
      assertThat(first.ask("PING")).isEqualTo("+PONG");
      assertThat(second.ask("PING")).isEqualTo("+PONG");
      try (Peer third = server.peer().send("PING\r\n");
          Peer fourth = server.peer().send("PING\r\n")) {
        await().untilAsserted(() -> assertThat(first.info("listeners_waiting")).isPositive());
        assertThat(first.info("connected_clients")).isEqualTo(2);
        second.close();
        await()
            .untilAsserted(() -> assertThat(first.info("total_connections_received")).isEqualTo(3));
        assertThat(first.info("connected_clients")).isEqualTo(2);
        assertThat(first.ask("CONFIG SET maxclients 3")).isEqualTo("+OK");
        assertThat(third.line()).isEqualTo("+PONG");
        assertThat(fourth.line()).isEqualTo("+PONG");
        assertThat(first.info("rejected_connections")).isZero();
      }
    }
  }

  @EachTransport
  void whenNobodyIsToWaitAnyMoreThoseWhoDoAreRefused(TestTransport transport) throws Exception {
    JsonObject config = Served.local().put("maxclients", 1).put("maxclients-full", "wait");
    try (Served server = Served.on(transport, config, 1);
        Peer only = server.peer()) {
      assertThat(only.ask("PING")).isEqualTo("+PONG");
      try (Peer waiting = server.peer()) {
        await().untilAsserted(() -> assertThat(only.info("listeners_waiting")).isPositive());
        assertThat(only.ask("CONFIG SET maxclients-full refuse")).isEqualTo("+OK");
        assertThat(waiting.line()).isEqualTo(FULL);
      }
    }
  }

  /** Many more clients than places, on several loops: each is served in the end. */
  @EachTransport
  void everybodyHasATurnAndNobodyIsRefused(TestTransport transport) throws Exception {
    int peers = 120;
    JsonObject config = Served.local().put("maxclients", 3).put("maxclients-full", "wait");
    ExecutorService threads = Executors.newFixedThreadPool(24);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch together = new CountDownLatch(1);
    try (Served server = Served.on(transport, config, 4)) {
      List<Future<?>> turns = new ArrayList<>();
      for (int i = 0; i < peers; i++) {
        turns.add(
            threads.submit(
                () -> {
                  together.await();
                  try (Peer peer = server.peer()) {
                    assertThat(peer.ask("PING")).isEqualTo("+PONG");
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    inside.decrementAndGet();
                  }
                  return null;
                }));
      }
      together.countDown();
      for (Future<?> turn : turns) {
        turn.get();
      }
      assertThat(most.get()).isLessThanOrEqualTo(3);
      try (Peer last = server.peer()) {
        assertThat(last.info("total_connections_received")).isEqualTo(peers + 1);
        assertThat(last.info("rejected_connections")).isZero();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
