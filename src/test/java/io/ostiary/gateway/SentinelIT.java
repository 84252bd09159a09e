package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A master that Sentinels tell of, and another one after it. */
final class SentinelIT {

  private static final Duration LONG = Duration.ofSeconds(40);

  @TempDir Path folder;

  private static Served gateway(String url) throws Exception {
    return Served.with(Served.local().put("upstream", url).put("upstream-connect-timeout", 500), 2);
  }

  /** Counts while one master takes the place of another. */
  private static void countsThrough(WatchedServers servers, Runnable failover) throws Exception {
    List<Counting> clients = new ArrayList<>();
    try (Served gateway = gateway(servers.url())) {
      IntStream.range(0, 6).forEach(i -> clients.add(new Counting(gateway.port(), "n" + i)));
      await().atMost(LONG).until(() -> clients.stream().allMatch(client -> client.done() > 20));
      failover.run();
      await().atMost(LONG).until(() -> leadsTo(gateway, servers.replicaPort()));
      List<Integer> before = clients.stream().map(Counting::done).toList();
      await()
          .atMost(LONG)
          .until(
              () ->
                  IntStream.range(0, clients.size())
                      .allMatch(i -> clients.get(i).done() > before.get(i) + 100));
      clients.forEach(Counting::stop);
      try (Peer replica = Peer.to(servers.replicaPort())) {
        clients.forEach(client -> checkNothingRanTwice(client, replica));
      }
    } finally {
      clients.forEach(Counting::close);
    }
  }

  /** Whether what a client writes is written there, and no copy of what is written elsewhere. */
  private static boolean leadsTo(Served gateway, int port) {
    try (Peer client = gateway.peer();
        Peer server = Peer.to(port)) {
      return server.ask("DEL mark").startsWith(":")
          && client.ask("SET mark 1").equals("+OK")
          && server.ask("STRLEN mark").equals(":1");
    } catch (UncheckedIOException | AssertionError e) {
      return false; // Sentinel closes the clients of a server whose part it changes.
    }
  }

  private static void checkNothingRanTwice(Counting client, Peer master) {
    // One is under way at a time: it is lost with the old master's connection, or not.
    assertThat(client.perhapsDone()).as("lost of %s", client.key()).isLessThanOrEqualTo(2);
    assertThat(Integer.parseInt(master.askBulk("GET " + client.key())))
        .as("%s, by what its client was told", client.key())
        .isLessThanOrEqualTo(client.done() + client.perhapsDone())
        .isGreaterThan(100);
  }

  @Test
  void clientsGoOnWhereSentinelHasMadeAnotherTheMaster() throws Exception {
    try (WatchedServers servers = WatchedServers.start(folder);
        Peer sentinel = Peer.to(servers.sentinelPort())) {
      countsThrough(
          servers,
          () ->
              assertThat(sentinel.ask("SENTINEL FAILOVER " + WatchedServers.NAME))
                  .isEqualTo("+OK"));
    }
  }

  @Test
  void clientsGoOnAtTheReplicaOfAMasterThatIsKilled() throws Exception {
    try (WatchedServers servers = WatchedServers.start(folder)) {
      servers.killSentinel(0); // The two others are asked, and tell.
      countsThrough(servers, servers::killMaster);
    }
  }

  @Test
  void saysWhoWasAskedForTheMasterAndWhatWasWrong() throws Exception {
    try (WatchedServers servers = WatchedServers.start(folder)) {
      try (Served gateway = gateway(servers.url().replace("/shop", "/store"));
          Peer peer = gateway.peer()) {
        assertThat(peer.ask("GET a"))
            .isEqualTo("-ERR upstream is unreachable: no Sentinel knows a master named 'store'");
      }
      String hosts = "127.0.0.1:" + WatchedServers.freePort();
      try (Served gateway = gateway("redis+sentinel://" + hosts + "/shop");
          Peer peer = gateway.peer()) {
        assertThat(peer.ask("GET a"))
            .isEqualTo(
                "-ERR upstream is unreachable: no Sentinel of "
                    + hosts
                    + " answers: Connection refused");
      }
    }
  }
}
