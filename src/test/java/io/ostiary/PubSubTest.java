package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ostiary.command.Command;
import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Publish and subscribe over sockets: many at once, and those who leave. */
final class PubSubTest {

  private static final String SUBSCRIBED = "*3\r\n$9\r\nsubscribe\r\n$4\r\nnews\r\n:1\r\n";

  private static Peer subscriber(Served server) {
    Peer peer = server.peer().send("SUBSCRIBE news\r\n");
    assertThat(peer.exactly(SUBSCRIBED.length())).isEqualTo(SUBSCRIBED);
    return peer;
  }

  private static void assertNothingIsLeft(Peer peer) {
    await().until(() -> peer.info("pubsub_clients") == 0);
    assertThat(peer.info("pubsub_channels")).isZero();
    assertThat(peer.info("pubsub_patterns")).isZero();
    assertThat(peer.info("pubsubshard_channels")).isZero();
  }

  @Test
  void aThousandSubscribersReadAllThatManyPublishInTheOrderOfEach() throws Exception {
    int publishers = 4;
    int each = 25;
    List<Peer> peers = new ArrayList<>();
    ExecutorService executor = Executors.newFixedThreadPool(publishers);
    try (Served server = Served.with(Served.local(), 4);
        Peer peer = server.peer()) {
      for (int i = 0; i < 1000; i++) {
        peers.add(subscriber(server));
      }
      List<Future<?>> publishing = new ArrayList<>();
      for (int i = 0; i < publishers; i++) {
        String name = "p" + i;
        publishing.add(executor.submit(() -> publish(server, name, each)));
      }
      for (Future<?> one : publishing) {
        one.get();
      }
      int length = "*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$5\r\np0-10\r\n".length();
      for (Peer reader : peers) {
        assertAllInOrder(reader.exactly(publishers * each * length), publishers, each);
        reader.close();
      }
      assertNothingIsLeft(peer);
    } finally {
      peers.forEach(Peer::close);
      executor.shutdownNow();
    }
  }

  private static void publish(Served server, String name, int count) {
    try (Peer peer = server.peer()) {
      for (int i = 10; i < 10 + count; i++) {
        peer.send("PUBLISH news " + name + "-" + i + "\r\n");
      }
      for (int i = 0; i < count; i++) {
        assertThat(peer.line()).isEqualTo(":1000");
      }
    }
  }

  private static void assertAllInOrder(String read, int publishers, int each) {
    for (int i = 0; i < publishers; i++) {
      Pattern ofThisOne = Pattern.compile("p" + i + "-\\d\\d");
      assertThat(ofThisOne.matcher(read).results().map(MatchResult::group))
          .hasSize(each)
          .isSorted();
    }
  }

  @Test
  void clientsLeaveInAnyWayWhileMessagesAreUnderWayAndNothingIsLeft() throws Exception {
    try (Served server = Served.with(Served.local(), 2);
        Peer publisher = server.peer();
        Peer killer = server.peer()) {
      for (int round = 0; round < 20; round++) {
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          peers.add(subscriber(server).send("PSUBSCRIBE n*\r\nSSUBSCRIBE s\r\n"));
        }
        publisher.send("PUBLISH news hello\r\n".repeat(500));
        peers.get(0).close();
        peers.get(1).reset();
        peers.get(2).send("QUIT\r\n");
        killer.ask("CLIENT KILL TYPE pubsub");
        for (int i = 0; i < 500; i++) {
          assertThat(publisher.line()).matches(":[0-8]");
        }
        peers.get(2).close();
        peers.get(3).close();
        assertNothingIsLeft(killer);
      }
      await().until(() -> killer.info("connected_clients") == 2);
      assertThat(publisher.ask("PUBLISH news hello")).isEqualTo(":0");
    }
  }

  @Test
  void aSubscriberThatDoesNotReadIsClosedAndTheOthersReadOn() throws Exception {
    try (Served server = Served.with(Served.local(), 2);
        Peer slow = subscriber(server);
        Peer quick = subscriber(server);
        Peer publisher = server.peer()) {
      String message = "x".repeat(1 << 20);
      String request = "*3\r\n$7\r\nPUBLISH\r\n$4\r\nnews\r\n$1048576\r\n" + message + "\r\n";
      int length = "*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$1048576\r\n".length() + message.length();
      String answer = ":2";
      while (answer.equals(":2")) {
        answer = publisher.send(request).line();
        assertThat(quick.exactly(length + 2)).contains(message);
      }
      assertThat(answer).isEqualTo(":1");
      assertThat(publisher.info("connected_clients")).isEqualTo(2);
      assertThat(slow.rest()).endsWith("x"); // it was cut off
    }
  }

  @Test
  void anIdleSubscriberStaysAndAnIdleClientDoesNot() throws Exception {
    try (Served server = Served.with(Served.local().put("timeout", 1), 1);
        Peer subscriber = subscriber(server);
        Peer idle = server.peer()) {
      assertThat(idle.rest()).isEmpty();
      subscriber.send("PING\r\n");
      assertThat(subscriber.exactly(18)).isEqualTo("*2\r\n$4\r\npong\r\n$0\r\n");
    }
  }

  @Test
  void isShownInTheListOfClientsAndFoundByItsType() throws Exception {
    try (Served server = Served.with(Served.local(), 2);
        Peer peer = server.peer();
        Peer subscriber = subscriber(server)) {
      subscriber.send("PSUBSCRIBE a b\r\nSSUBSCRIBE c d e\r\n");
      await()
          .untilAsserted(
              () ->
                  assertThat(peer.askBulk("CLIENT LIST TYPE pubsub"))
                      .contains(" flags=P ", " sub=1 psub=2 ssub=3 multi=-1 ")
                      .hasLineCount(1));
      assertThat(peer.askBulk("CLIENT LIST TYPE normal"))
          .contains(" flags=N ", " sub=0 psub=0 ssub=0 ")
          .hasLineCount(1);
      assertThat(peer.askBulk("INFO"))
          .contains("\r\npubsub_clients:1\r\n", "\r\npubsub_channels:1\r\npubsub_patterns:2\r\n")
          .contains("\r\npubsubshard_channels:3\r\n")
          .containsOnlyOnce("# Stats")
          .containsOnlyOnce("# Clients");
      assertThat(peer.ask("CLIENT KILL TYPE pubsub")).isEqualTo(":1");
      assertNothingIsLeft(peer);
    }
  }

  @Test
  void resetEndsAllSubscriptions() throws Exception {
    try (Served server = Served.with(Served.local(), 1);
        Peer peer = server.peer();
        Peer subscriber = subscriber(server)) {
      assertThat(subscriber.ask("GET x")).startsWith("-ERR Can't execute 'get': only ");
      assertThat(subscriber.ask("RESET")).isEqualTo("+RESET");
      assertNothingIsLeft(peer);
      assertThat(peer.ask("PUBLISH news hello")).isEqualTo(":0");
      assertThat(subscriber.ask("PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void isThereBesideCommandsOfAProgramWhichMayReplaceIt() throws Exception {
    Command publish = Command.of("PUBLISH", 3, (client, request) -> Reply.simple("MINE"));
    Command greet = Command.of("GREET", 1, (client, request) -> Reply.OK);
    try (Served server =
            Served.of(1, () -> new ListenerVerticle().command(greet).replace(publish));
        Peer subscriber = subscriber(server);
        Peer peer = server.peer()) {
      assertThat(peer.ask("PUBLISH news hello")).isEqualTo("+MINE");
      assertThat(subscriber.ask("GREET")).startsWith("-ERR Can't execute 'greet'");
    }
    assertThatThrownBy(() -> Served.of(1, () -> new ListenerVerticle().command(publish)))
        .hasMessageContaining("'publish'")
        .hasMessageContaining("replace");
  }
}
