package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads from replicas of a cluster's masters, and of the one that Sentinels watch. */
final class ReplicaReadIT {

  private static final Duration LONG = Duration.ofSeconds(40);

  @TempDir Path folder;

  private static JsonObject settings(String url) {
    return Served.local().put("upstream", url).put("upstream-read", "replica");
  }

  private static void awaitReplicas(Peer peer, int count) {
    await().atMost(LONG).until(() -> peer.info("upstream_replicas") == count);
  }

  private static String commandStats(int port) {
    try (Peer direct = Peer.to(port)) {
      return direct.askBulk("INFO commandstats");
    }
  }

  private static boolean isMaster(int port) {
    try (Peer direct = Peer.to(port)) {
      return direct.askBulk("INFO replication").contains("role:master");
    }
  }

  @Test
  void noMasterOfAClusterIsReadFromWhileItsReplicaIsInStep() throws Exception {
    try (ClusterServers cluster = ClusterServers.start(folder, 1);
        Served gateway = Served.with(settings(cluster.url()), 2);
        Peer peer = gateway.peer()) {
      awaitReplicas(peer, 3);
      for (int i = 0; i < 60; i++) {
        String key = "key" + i;
        assertThat(peer.ask("SET " + key + " " + i)).isEqualTo("+OK");
        String value = "" + i;
        await().until(() -> peer.askBulk("GETRANGE " + key + " 0 -1").equals(value));
      }
      for (int master = 0; master < 3; master++) {
        assertThat(commandStats(cluster.port(master)))
            .contains("cmdstat_set:")
            .doesNotContain("cmdstat_getrange:");
      }
      cluster.kill(0);
      for (int i = 0; i < 60; i++) {
        String value = "" + i;
        String key = "key" + i;
        await()
            .atMost(LONG)
            .until(() -> peer.send("GET " + key + "\r\n").line().equals("$" + value.length()));
        assertThat(peer.line()).isEqualTo(value);
      }
    }
  }

  @Test
  void readsGoOnWhereAReplicaHasBecomeTheMaster() throws Exception {
    try (WatchedServers servers = WatchedServers.start(folder);
        Served gateway = Served.with(settings(servers.url()), 1);
        Peer peer = gateway.peer();
        Peer sentinel = Peer.to(servers.sentinelPort())) {
      assertThat(peer.ask("SET k 1")).isEqualTo("+OK");
      awaitReplicas(peer, 1);
      await().until(() -> peer.askBulk("GETRANGE k 0 -1").equals("1"));
      assertThat(commandStats(servers.masterPort())).doesNotContain("cmdstat_getrange:");
      assertThat(sentinel.ask("SENTINEL FAILOVER " + WatchedServers.NAME)).isEqualTo("+OK");
      await()
          .atMost(LONG)
          .until(
              () ->
                  isMaster(servers.replicaPort())
                      && !isMaster(servers.masterPort())
                      && peer.ask("SET k 2").equals("+OK"));
      awaitReplicas(peer, 1);
      await().until(() -> peer.askBulk("GETRANGE k 0 -1").equals("2"));
      assertThat(commandStats(servers.masterPort())).contains("cmdstat_getrange:");
    }
  }
}
