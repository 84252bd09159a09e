package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A master of a cluster that is killed while clients use its keys. */
final class LostNodeIT {

  private static final Duration LONG = Duration.ofSeconds(40);

  @TempDir Path folder;

  @Test
  void clientsGoOnAtItsReplicaAndAtTheOtherNodes() throws Exception {
    List<Counting> clients = new ArrayList<>();
    try (ClusterServers cluster = ClusterServers.start(folder, 1);
        Served gateway =
            Served.with(
                Served.local().put("upstream", cluster.url()).put("upstream-connect-timeout", 500),
                2)) {
      IntStream.range(0, 9).forEach(i -> clients.add(new Counting(gateway.port(), "lost" + i)));
      await().atMost(LONG).until(() -> clients.stream().allMatch(client -> client.done() > 20));
      cluster.kill(0);
      List<Integer> before = clients.stream().map(Counting::done).toList();
      await()
          .atMost(LONG)
          .until(
              () ->
                  IntStream.range(0, clients.size())
                      .allMatch(i -> clients.get(i).done() > before.get(i) + 100));
      clients.forEach(Counting::stop);
      try (Peer peer = gateway.peer()) {
        for (Counting client : clients) {
          boolean wasThere = cluster.masterOf(client.key(), 1) == 0;
          assertThat(client.perhapsDone())
              .as("losses of %s", client.key())
              .isLessThanOrEqualTo(wasThere ? 1 : 0);
          assertThat(Integer.parseInt(peer.askBulk("GET " + client.key())))
              .as("%s, by what its client was told", client.key())
              .isLessThanOrEqualTo(client.done() + client.perhapsDone());
          assertThat(client.done()).as("%s is counted", client.key()).isGreaterThan(100);
        }
      }
    } finally {
      clients.forEach(Counting::close);
    }
  }
}
