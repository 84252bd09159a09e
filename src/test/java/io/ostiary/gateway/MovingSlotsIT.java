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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slots that move from one node to another while clients use their keys. */
final class MovingSlotsIT {

  private static final Duration LONG = Duration.ofSeconds(40);

  @TempDir static Path folder;
  private static ClusterServers cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = ClusterServers.start(folder, 0);
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static Served gateway() throws Exception {
    return Served.with(Served.local().put("upstream", cluster.url()), 2);
  }

  @Test
  void nobodyNoticesThatSlotsGoToAnotherNode() throws Exception {
    List<Counting> clients = new ArrayList<>();
    try (Served gateway = gateway()) {
      IntStream.range(0, 6).forEach(i -> clients.add(new Counting(gateway.port(), "moves" + i)));
      await().atMost(LONG).until(() -> clients.stream().allMatch(client -> client.done() > 20));
      for (int from = 0; from < 3; from++) {
        ClusterServers.cli(
            "--cluster",
            "reshard",
            "127.0.0.1:" + cluster.port(0),
            "--cluster-from",
            cluster.id(from),
            "--cluster-to",
            cluster.id((from + 1) % 3),
            "--cluster-slots",
            "1500",
            "--cluster-yes");
      }
      clients.forEach(Counting::stop);
      try (Peer peer = gateway.peer()) {
        for (Counting client : clients) {
          assertThat(client.refused()).as("refusals of %s", client.key()).isZero();
          assertThat(client.perhapsDone()).as("losses of %s", client.key()).isZero();
          assertThat(peer.askBulk("GET " + client.key())).isEqualTo("" + client.done());
        }
      }
    } finally {
      clients.forEach(Counting::close);
    }
  }

  /** By hand: a slot whose keys are half here and half there. */
  @Test
  void aPipelineFollowsKeysThatAreInBothNodesOfASlot() throws Exception {
    try (Served gateway = gateway();
        Peer peer = gateway.peer()) {
      for (String key : List.of("here", "there", "gone")) {
        assertThat(peer.ask("SET {slot}" + key + " " + key)).isEqualTo("+OK");
      }
      String slot = peer.ask("CLUSTER KEYSLOT {slot}").substring(1);
      int from = owner("{slot}here");
      int to = (from + 1) % 3;
      try (Peer source = Peer.to(cluster.port(from));
          Peer target = Peer.to(cluster.port(to))) {
        String ids = cluster.id(from);
        assertThat(target.ask("CLUSTER SETSLOT " + slot + " IMPORTING " + ids)).isEqualTo("+OK");
        String idOfTarget = cluster.id(to);
        assertThat(source.ask("CLUSTER SETSLOT " + slot + " MIGRATING " + idOfTarget))
            .isEqualTo("+OK");
        assertThat(source.ask("MIGRATE 127.0.0.1 " + cluster.port(to) + " {slot}there 0 5000"))
            .isEqualTo("+OK");
        peer.send(
            """
            STRLEN {slot}here
            STRLEN {slot}there
            INCR {slot}new
            PING
            STRLEN {slot}here
            INCR {slot}new
            APPEND {slot}there !
            STRLEN {slot}here
            """);
        assertThat(IntStream.range(0, 8).mapToObj(i -> peer.line()))
            .containsExactly(":4", ":5", ":1", "+PONG", ":4", ":2", ":6", ":4");
        assertThat(target.ask("CLUSTER COUNTKEYSINSLOT " + slot)).isEqualTo(":2");
        peer.send("MGET {slot}here {slot}there\r\n"); // It can run when all have moved.
        assertThat(source.ask("MIGRATE 127.0.0.1 " + cluster.port(to) + " {slot}here 0 5000"))
            .isEqualTo("+OK");
        assertThat(IntStream.range(0, 5).mapToObj(i -> peer.line()))
            .containsExactly("*2", "$4", "here", "$6", "there!");
        for (int node = 0; node < 3; node++) {
          try (Peer told = Peer.to(cluster.port(node))) {
            told.ask("CLUSTER SETSLOT " + slot + " NODE " + idOfTarget);
          }
        }
      }
      assertThat(peer.askBulk("GET {slot}here")).isEqualTo("here");
    }
  }

  @Test
  void aSubscriptionFollowsTheSlotOfItsChannel() throws Exception {
    try (Served gateway = gateway();
        Peer subscriber = gateway.peer();
        Peer publisher = gateway.peer()) {
      assertThat(subscriber.ask("SSUBSCRIBE chan")).isEqualTo("*3");
      subscriber.exactly("$10\r\nssubscribe\r\n$4\r\nchan\r\n:1\r\n".length());
      moveEmptySlot("chan");
      await().atMost(LONG).until(() -> publisher.ask("SPUBLISH chan news").equals(":1"));
      assertThat(subscriber.line()).isEqualTo("*3");
      subscriber.exactly("$8\r\nsmessage\r\n$4\r\nchan\r\n$4\r\n".length());
      assertThat(subscriber.line()).isEqualTo("news");
    }
  }

  @Test
  void aBlockedClientWaitsWhereItsKeyIsNow() throws Exception {
    try (Served gateway = gateway();
        Peer blocked = gateway.peer();
        Peer other = gateway.peer()) {
      assertThat(other.ask("EXISTS list")).isEqualTo(":0"); // The gateway knows the slots.
      int owner = moveEmptySlot("list");
      blocked.send("BLPOP list 20\r\nINCR list-count\r\n");
      try (Peer node = Peer.to(cluster.port(owner))) {
        await().atMost(LONG).until(() -> blockedClients(node) == 1);
        assertThat(node.ask("RPUSH list one")).isEqualTo(":1");
        assertThat(IntStream.range(0, 6).mapToObj(i -> blocked.line()))
            .containsExactly("*2", "$4", "list", "$3", "one", ":1");
      }
    }
  }

  @Test
  void aClientThatLeavesIsForgottenAlsoWhereItWasSentOn() throws Exception {
    try (Served gateway = gateway();
        Peer other = gateway.peer()) {
      assertThat(other.ask("EXISTS queue")).isEqualTo(":0"); // The gateway knows the slots.
      try (Peer leaves = gateway.peer();
          Peer node = Peer.to(cluster.port(moveEmptySlot("queue")))) {
        leaves.send("BLPOP queue 20\r\n");
        await().atMost(LONG).until(() -> blockedClients(node) == 1);
        leaves.reset();
        await().atMost(LONG).until(() -> blockedClients(node) == 0);
        assertThat(other.ask("RPUSH queue element")).isEqualTo(":1");
        assertThat(other.ask("LLEN queue")).isEqualTo(":1");
      }
    }
  }

  @Test
  void aTransactionMeetsAMoveOnceAndHasDoneNothingThen() throws Exception {
    try (Served gateway = gateway();
        Peer peer = gateway.peer()) {
      assertThat(peer.ask("EXISTS total")).isEqualTo(":0"); // The gateway knows the slots.
      moveEmptySlot("total");
      peer.send("MULTI\r\nINCR total\r\nEXEC\r\n");
      assertThat(peer.line()).isEqualTo("+OK");
      assertThat(peer.line()).startsWith("-TRYAGAIN the slot has moved ");
      assertThat(peer.line()).startsWith("-EXECABORT ");
      peer.send("MULTI\r\nINCR total\r\nEXEC\r\n");
      assertThat(IntStream.range(0, 4).mapToObj(i -> peer.line()))
          .containsExactly("+OK", "+QUEUED", "*1", ":1");
    }
  }

  private static long blockedClients(Peer node) {
    return node.info("blocked_clients");
  }

  /** Gives a slot without keys to the next node, and tells no client; which node that is. */
  private static int moveEmptySlot(String key) {
    int from = owner(key);
    int to = (from + 1) % 3;
    String target = cluster.id(to);
    for (int node : List.of(to, from, (from + 2) % 3)) {
      try (Peer told = Peer.to(cluster.port(node))) {
        String slot = told.ask("CLUSTER KEYSLOT " + key).substring(1);
        assertThat(told.ask("CLUSTER SETSLOT " + slot + " NODE " + target)).isEqualTo("+OK");
      }
    }
    return to;
  }

  /** Which node does not send a client on that asks for a key. */
  private static int owner(String key) {
    return IntStream.range(0, 3)
        .filter(
            node -> {
              try (Peer peer = Peer.to(cluster.port(node))) {
                return peer.ask("EXISTS " + key).startsWith(":");
              }
            })
        .findFirst()
        .orElseThrow();
  }
}
