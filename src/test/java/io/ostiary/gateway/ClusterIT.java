package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** Clients that have never heard of a cluster, before one. */
final class ClusterIT {

  private static final String CROSS_SLOT = "-CROSSSLOT Keys in request don't hash to the same slot";

  @TempDir static Path folder;
  private static ClusterServers cluster;
  private static Served gateway;

  @BeforeAll
  static void start() throws Exception {
    cluster = ClusterServers.start(folder, 0);
    gateway = Served.with(Served.local().put("upstream", cluster.url()), 2);
  }

  @AfterAll
  static void stop() {
    if (gateway != null) {
      gateway.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @BeforeEach
  void empty() {
    try (Peer peer = gateway.peer()) {
      assertThat(peer.ask("FLUSHALL")).isEqualTo("+OK");
    }
  }

  @Test
  void keysOfAllNodesAreThoseOfOneServer() {
    try (Jedis jedis = new Jedis("127.0.0.1", gateway.port())) {
      for (int i = 0; i < 300; i++) {
        assertThat(jedis.set("key" + i, "value" + i)).isEqualTo("OK");
      }
      for (int i = 0; i < 300; i++) {
        assertThat(jedis.get("key" + i)).isEqualTo("value" + i);
      }
      assertThat(jedis.dbSize()).isEqualTo(300);
      assertThat(jedis.keys("key*")).hasSize(300);
      assertThat(jedis.randomKey()).startsWith("key");
      assertThat(scanned(jedis)).hasSize(300);
      for (int master = 0; master < 3; master++) {
        try (Jedis node = new Jedis("127.0.0.1", cluster.port(master))) {
          assertThat(node.dbSize()).as("keys of master %d", master).isBetween(50L, 200L);
        }
      }
      assertThat(jedis.flushAll()).isEqualTo("OK");
      assertThat(jedis.dbSize()).isZero();
      assertThat(jedis.randomKey()).isNull();
    }
  }

  private static Set<String> scanned(Jedis jedis) {
    Set<String> all = new HashSet<>();
    String cursor = ScanParams.SCAN_POINTER_START;
    do {
      ScanResult<String> some = jedis.scan(cursor, new ScanParams().count(20));
      all.addAll(some.getResult());
      cursor = some.getCursor();
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
    return all;
  }

  @Test
  void repliesOfAPipelineOverManyNodesComeInItsOrder() {
    try (Peer peer = gateway.peer()) {
      StringBuilder pipeline = new StringBuilder();
      for (int i = 0; i < 200; i++) {
        pipeline.append("SET p").append(i).append(' ').append(i).append("\r\n");
        pipeline.append("INCR p").append(i).append("\r\n");
      }
      peer.send(pipeline.toString());
      for (int i = 0; i < 200; i++) {
        assertThat(peer.line()).isEqualTo("+OK");
        assertThat(peer.line()).isEqualTo(":" + (i + 1));
      }
    }
  }

  @Test
  void keysOfSeveralSlotsAreRefusedUnlessAHashTagKeepsThemTogether() {
    try (Peer peer = gateway.peer()) {
      assertThat(peer.ask("MSET a 1 b 2")).isEqualTo(CROSS_SLOT);
      assertThat(peer.ask("MSET {t}a 1 {t}b 2")).isEqualTo("+OK");
      assertThat(peer.ask("DEL {t}a {t}b")).isEqualTo(":2");
      assertThat(peer.ask("EVAL \"return redis.call('incr',KEYS[2])\" 2 {t}a {t}n"))
          .isEqualTo(":1");
      assertThat(peer.ask("EVAL \"return 1\" 2 a b")).isEqualTo(CROSS_SLOT);
      assertThat(peer.ask("SELECT 1")).isEqualTo("-ERR SELECT is not allowed in cluster mode");
      assertThat(peer.ask("SELECT 0")).isEqualTo("+OK");
      assertThat(peer.askBulk("CLUSTER INFO")).contains("cluster_size:3");
      assertThat(peer.askBulk("ECHO still-in-order")).isEqualTo("still-in-order");
    }
  }

  @Test
  void aTransactionIsAtTheNodeOfItsKeys() {
    try (Peer peer = gateway.peer()) {
      for (String key : List.of("a", "b", "c", "d")) {
        peer.send("MULTI\r\nINCR " + key + "\r\nINCR " + key + "\r\nEXEC\r\n");
        assertThat(List.of(peer.line(), peer.line(), peer.line(), peer.line()))
            .containsExactly("+OK", "+QUEUED", "+QUEUED", "*2");
        assertThat(List.of(peer.line(), peer.line())).containsExactly(":1", ":2");
        assertThat(peer.ask("MULTI")).isEqualTo("+OK");
        assertThat(peer.ask("PING")).isEqualTo("+QUEUED");
        assertThat(peer.ask("INCR " + key)).isEqualTo("+QUEUED");
        assertThat(peer.ask("EXEC")).isEqualTo("*2");
        assertThat(List.of(peer.line(), peer.line())).containsExactly("+PONG", ":3");
      }
      assertThat(peer.ask("MULTI")).isEqualTo("+OK");
      assertThat(peer.ask("EXEC")).isEqualTo("*0");
    }
  }

  @Test
  void aTransactionOverSeveralSlotsIsRefusedWhole() {
    try (Peer peer = gateway.peer()) {
      peer.send("MULTI\r\nINCR a\r\nINCR b\r\nEXEC\r\n");
      assertThat(List.of(peer.line(), peer.line(), peer.line()))
          .containsExactly("+OK", "+QUEUED", CROSS_SLOT);
      assertThat(peer.line()).startsWith("-EXECABORT ");
      assertThat(peer.ask("MULTI")).isEqualTo("+OK");
      assertThat(peer.ask("INCR a")).isEqualTo("+QUEUED");
      assertThat(peer.ask("INCR b")).isEqualTo(CROSS_SLOT);
      assertThat(peer.ask("EXEC")).startsWith("-EXECABORT ");
      assertThat(peer.ask("EXISTS a")).isEqualTo(":0");
      assertThat(peer.ask("EXISTS b")).isEqualTo(":0");
    }
  }

  @Test
  void watchingIsAtTheNodeOfTheKey() {
    try (Peer peer = gateway.peer();
        Peer other = gateway.peer()) {
      for (String key : List.of("a", "b", "c")) {
        assertThat(peer.ask("WATCH " + key)).isEqualTo("+OK");
        assertThat(other.ask("SET " + key + " theirs")).isEqualTo("+OK");
        assertThat(peer.ask("MULTI")).isEqualTo("+OK");
        assertThat(peer.ask("SET " + key + " ours")).isEqualTo("+QUEUED");
        assertThat(peer.ask("EXEC")).isEqualTo("*-1");
        assertThat(peer.askBulk("GET " + key)).isEqualTo("theirs");
      }
    }
  }

  @Test
  void aBlockedClientWaitsAtTheNodeOfItsKey() {
    try (Peer peer = gateway.peer();
        Peer other = gateway.peer()) {
      for (String key : List.of("a", "b", "c")) {
        peer.send("BLPOP " + key + " 20\r\nSET x" + key + " 1\r\nGET x" + key + "\r\n");
        assertThat(other.ask("RPUSH " + key + " element")).isEqualTo(":1");
        assertThat(List.of(peer.line(), peer.line(), peer.line(), peer.line(), peer.line()))
            .containsExactly("*2", "$1", key, "$7", "element");
        assertThat(List.of(peer.line(), peer.line(), peer.line()))
            .containsExactly("+OK", "$1", "1");
      }
    }
  }

  @Test
  void scriptsAreLoadedEverywhere() {
    try (Jedis jedis = new Jedis("127.0.0.1", gateway.port())) {
      String script = jedis.scriptLoad("return redis.call('incr',KEYS[1])");
      assertThat(jedis.scriptExists(script)).isTrue();
      for (String key : List.of("a", "b", "c")) {
        assertThat(jedis.evalsha(script, 1, key)).isEqualTo(1L);
      }
      jedis.scriptFlush();
      assertThat(jedis.scriptExists(script)).isFalse();
    }
  }

  @Test
  void messagesReachSubscribersWhereverTheyArePublished() {
    try (Peer subscriber = gateway.peer();
        Peer publisher = gateway.peer()) {
      assertThat(subscriber.ask("SUBSCRIBE news")).isEqualTo("*3");
      subscriber.exactly("$9\r\nsubscribe\r\n$4\r\nnews\r\n:1\r\n".length());
      List<String> messages = new ArrayList<>();
      for (String key : List.of("a", "b", "c")) {
        assertThat(publisher.ask("SET " + key + " 1")).isEqualTo("+OK");
        assertThat(publisher.ask("PUBLISH news " + key)).startsWith(":");
        subscriber.exactly("*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$1\r\n".length());
        messages.add(subscriber.line());
      }
      assertThat(messages).containsExactly("a", "b", "c");
    }
  }

  @Test
  void shardedMessagesAreAtTheNodeOfTheirSlot() {
    try (Peer subscriber = gateway.peer();
        Peer publisher = gateway.peer()) {
      for (String channel : List.of("a", "b", "c")) {
        assertThat(subscriber.ask("SSUBSCRIBE " + channel)).isEqualTo("*3");
        subscriber.exactly("$10\r\nssubscribe\r\n$1\r\na\r\n:1\r\n".length());
        assertThat(publisher.ask("SPUBLISH " + channel + " hello-" + channel)).isEqualTo(":1");
        subscriber.exactly("*3\r\n$8\r\nsmessage\r\n$1\r\na\r\n$7\r\n".length());
        assertThat(subscriber.line()).isEqualTo("hello-" + channel);
      }
    }
  }

  @Test
  void redisCliNeedsNoOptionForIt() throws Exception {
    String port = "" + gateway.port();
    for (String key : List.of("a", "b", "c")) {
      assertThat(ClusterServers.cli("-p", port, "SET", key, "1")).isEqualTo("OK\n");
      assertThat(ClusterServers.cli("-p", port, "GET", key)).isEqualTo("1\n");
    }
    assertThat(ClusterServers.cli("-p", port, "--scan").lines()).hasSize(3);
    assertThat(ClusterServers.cli("-p", port, "DBSIZE")).isEqualTo("3\n");
  }
}
