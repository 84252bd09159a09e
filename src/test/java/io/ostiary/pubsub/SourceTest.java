package io.ostiary.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.ListenerVerticle;
import io.ostiary.command.Command;
import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.resp.ArgumentException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients of a server whose messages come from elsewhere, as a gateway's do. */
final class SourceTest {

  private final Upstream upstream = new Upstream();
  private final PubSub pubSub = PubSub.of(upstream);
  private Served server;
  private Peer peer;

  /** Confirms what the test tells it to. */
  private static final class Upstream implements Source {

    private final Map<String, Promise<Void>> asked = new ConcurrentHashMap<>();
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    @Override
    public Future<Void> subscribe(Kind kind, byte[] name) {
      Promise<Void> promise = Promise.promise();
      asked.put(new String(name, UTF_8), promise);
      heard.add("subscribe " + kind + " " + new String(name, UTF_8));
      return promise.future();
    }

    @Override
    public void unsubscribe(Kind kind, byte[] name) {
      heard.add("unsubscribe " + kind + " " + new String(name, UTF_8));
    }

    Promise<Void> awaitAsked(String name) {
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> asked.containsKey(name));
      return asked.get(name);
    }
  }

  @BeforeEach
  void start() throws Exception {
    server = Served.of(2, this::verticle);
    peer = server.peer();
  }

  /** A gateway puts the feature in; here its commands take the places of the built-in ones. */
  private ListenerVerticle verticle() {
    ListenerVerticle verticle = new ListenerVerticle().onClose(pubSub::left);
    for (Command command : pubSub.commands()) {
      verticle.replace(command);
    }
    return verticle;
  }

  @AfterEach
  void stop() {
    peer.close();
    server.close();
  }

  private void expect(String wire) {
    assertThat(peer.exactly(wire.length())).isEqualTo(wire);
  }

  private void deliver(String channel, String payload) {
    pubSub.subscriptions().deliver(Kind.CHANNEL, channel.getBytes(UTF_8), payload.getBytes(UTF_8));
  }

  @Test
  void leavesOutWhatAGatewayForwards() {
    assertThat(pubSub.commands())
        .extracting(Command::name)
        .containsExactly(
            "subscribe", "unsubscribe", "psubscribe", "punsubscribe", "ssubscribe", "sunsubscribe");
  }

  @Test
  void confirmsWhenTheSourceHasAndHoldsTheNextCommandsUntilThen() {
    peer.send("PING\r\nSUBSCRIBE a b\r\nPING x\r\n");
    expect("+PONG\r\n");
    upstream.awaitAsked("b").complete();
    deliver("b", "too early");
    upstream.awaitAsked("a").complete();
    expect("*3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n");
    expect("*3\r\n$9\r\nsubscribe\r\n$1\r\nb\r\n:2\r\n");
    expect("*2\r\n$4\r\npong\r\n$1\r\nx\r\n");
    deliver("b", "m");
    expect("*3\r\n$7\r\nmessage\r\n$1\r\nb\r\n$1\r\nm\r\n");
  }

  @Test
  void answersWhatTheSourceRefusesWithItsError() {
    peer.send("SUBSCRIBE a b c\r\nPING x\r\n");
    upstream.awaitAsked("a").complete();
    upstream.awaitAsked("b").fail(new ArgumentException("NOPERM this channel"));
    upstream.awaitAsked("c").fail(new IllegalStateException("a secret"));
    expect("*3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n");
    expect("-NOPERM this channel\r\n-ERR internal error\r\n");
    expect("*2\r\n$4\r\npong\r\n$1\r\nx\r\n");
    assertThat(upstream.heard)
        .containsExactly(
            "subscribe CHANNEL a",
            "subscribe CHANNEL b",
            "subscribe CHANNEL c",
            "unsubscribe CHANNEL b",
            "unsubscribe CHANNEL c");
    try (Peer other = server.peer()) {
      assertThat(other.info("total_error_replies")).isEqualTo(2);
    }
  }

  @Test
  void asksOnceForAllClientsAndSaysWhenTheLastIsGone() {
    peer.send("SUBSCRIBE a\r\n");
    upstream.awaitAsked("a").complete();
    expect("*3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n");
    try (Peer other = server.peer()) {
      other.send("SUBSCRIBE a\r\n");
      assertThat(other.exactly("*3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n".length())).isNotEmpty();
      peer.send("UNSUBSCRIBE\r\nPING\r\n");
      expect("*3\r\n$11\r\nunsubscribe\r\n$1\r\na\r\n:0\r\n+PONG\r\n");
      assertThat(upstream.heard).containsExactly("subscribe CHANNEL a");
    }
    await().until(() -> upstream.heard.size() == 2);
    assertThat(upstream.heard).containsExactly("subscribe CHANNEL a", "unsubscribe CHANNEL a");
  }

  @Test
  void givesUpWhatAClientThatLeavesWasStillWaitingFor() {
    peer.send("PSUBSCRIBE a*\r\n");
    Promise<Void> late = upstream.awaitAsked("a*");
    peer.reset();
    await().until(() -> upstream.heard.size() == 2);
    assertThat(upstream.heard).containsExactly("subscribe PATTERN a*", "unsubscribe PATTERN a*");
    late.complete();
    try (Peer other = server.peer()) {
      assertThat(other.ask("PING")).isEqualTo("+PONG");
    }
    assertThat(pubSub.subscriptions().count(Kind.PATTERN)).isZero();
    assertThat(pubSub.subscriptions().clients()).isZero();
  }

  /** The confirmation and what it leads to come together, however the threads interleave. */
  @Test
  void losesNoMessageThatFollowsAConfirmation() throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      String name = "c" + i;
      peer.send("SUBSCRIBE " + name + "\r\n");
      Promise<Void> asked = upstream.awaitAsked(name);
      Thread noise = new Thread(() -> deliver(name, "n"));
      noise.start();
      asked.complete();
      expect("*3\r\n$9\r\nsubscribe\r\n$" + name.length() + "\r\n" + name + "\r\n");
      peer.line();
      noise.join();
      deliver(name, "m");
      String last = "";
      while (!last.equals("m")) {
        last = peer.line();
      }
    }
  }
}
