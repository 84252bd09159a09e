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
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** More simultaneous connections than maxclients. */
final class StormTest {

  private static final int PEERS = 240;
  private static final int PLACES = 100;
  private static final int ROUNDS = 8;
  private static final int THREADS = 24;

  @EachTransport
  void exactlyAsManyGetInAsThereArePlacesAndTheOthersReadWhy(TestTransport transport)
      throws Exception {
    storm(transport, 1);
  }

  @EachTransport
  void theSameWithPlacesThatSeveralLoopsShare(TestTransport transport) throws Exception {
    storm(transport, 4);
  }

  private static void storm(TestTransport transport, int instances) throws Exception {
    // One more for the watcher.
    JsonObject config = Served.local().put("maxclients", PLACES + 1);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (Served server = Served.on(transport, config, instances);
        Peer watcher = server.peer()) {
      assertThat(watcher.info("connected_clients")).isEqualTo(1);
      for (int round = 0; round < ROUNDS; round++) {
        List<Peer> peers = connectAtOnce(server.port(), threads);
        assertThat(insideAmong(peers, threads)).as("round %s", round).isEqualTo(PLACES);
        leave(peers, round);
        await().untilAsserted(() -> assertThat(watcher.info("connected_clients")).isEqualTo(1));
      }
      assertThat(watcher.info("rejected_connections")).isEqualTo(ROUNDS * (PEERS - PLACES));
      assertThat(watcher.info("total_connections_received")).isEqualTo(ROUNDS * PLACES + 1);
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<Peer> connectAtOnce(int port, ExecutorService threads) throws Exception {
    CyclicBarrier together = new CyclicBarrier(THREADS);
    List<Callable<List<Peer>>> tasks = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      tasks.add(
          () -> {
            together.await();
            List<Peer> mine = new ArrayList<>();
            for (int n = 0; n < PEERS / THREADS; n++) {
              // Sends a command before it can know whether it is admitted.
              mine.add(Peer.to(port).send("PING\r\n"));
            }
            return mine;
          });
    }
    List<Peer> all = new ArrayList<>();
    for (Future<List<Peer>> task : threads.invokeAll(tasks)) {
      all.addAll(task.get());
    }
    return all;
  }

  private static int insideAmong(List<Peer> peers, ExecutorService threads) throws Exception {
    List<Callable<Boolean>> tasks = new ArrayList<>();
    peers.forEach(peer -> tasks.add(() -> isInside(peer)));
    int inside = 0;
    for (Future<Boolean> task : threads.invokeAll(tasks)) {
      inside += task.get() ? 1 : 0;
    }
    return inside;
  }

  private static boolean isInside(Peer peer) {
    String line = peer.line();
    if (line.equals("+PONG")) {
      return true;
    }
    assertThat(line).isEqualTo("-ERR max number of clients reached");
    assertThat(peer.rest()).as("after the refusal, an orderly end").isEmpty();
    return false;
  }

  private static void leave(List<Peer> peers, int round) {
    for (int i = 0; i < peers.size(); i++) {
      if ((i + round) % 2 == 0) {
        peers.get(i).close();
      } else {
        peers.get(i).reset();
      }
    }
  }
}
