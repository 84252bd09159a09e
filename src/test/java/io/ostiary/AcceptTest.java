package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.epoll.Epoll;
import io.ostiary.command.Command;
import io.ostiary.listen.Timing;
import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import io.ostiary.resp.Reply;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections are accepted, on the best transport of this machine. */
final class AcceptTest {

  private static final Timing SHORT_LINGER =
      new Timing(
          Timing.DEFAULT.stall(),
          Timing.DEFAULT.finalWrite(),
          Duration.ofMillis(100),
          Timing.DEFAULT.acceptRest());

  private static final Command WHERE =
      Command.of("WHERE", 1, (client, request) -> Reply.simple(Thread.currentThread().getName()));

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);

  /** Blocks its event loop from {@link #begun} to {@link #end}. */
  private final Command block =
      Command.of(
          "BLOCK",
          1,
          (client, request) -> {
            begun.countDown();
            awaitLatch(end);
            return Reply.OK;
          });

  @Test
  void everyInstanceTakesItsShare() throws Exception {
    try (Served server = Served.with(WHERE)) {
      Set<String> threads = new HashSet<>();
      // The kernel spreads them at random: all 64 on one of two has a probability of 2 to the -63.
      for (int i = 0; i < 64; i++) {
        try (Peer peer = server.peer()) {
          threads.add(peer.ask("WHERE"));
        }
      }
      assertThat(threads).hasSize(2);
    }
  }

  @Test
  void keepaliveFollowsTheSettingFromTheNextConnectionOn() throws Exception {
    assumeThat(new File("/usr/bin/ss")).as("ss").exists();
    try (Served server = Served.with(Served.local().put("tcp-keepalive", 3_000), 1);
        Peer first = server.peer()) {
      assertThat(first.ask("PING")).isEqualTo("+PONG");
      awaitKeepalives(server, "49min");
      assertThat(first.ask("CONFIG SET tcp-keepalive 7000")).isEqualTo("+OK");
      try (Peer second = server.peer()) {
        assertThat(second.ask("PING")).isEqualTo("+PONG");
        awaitKeepalives(server, "49min", "116min");
      }
      assertThat(first.ask("CONFIG SET tcp-keepalive 0")).isEqualTo("+OK");
      try (Peer third = server.peer()) {
        assertThat(third.ask("PING")).isEqualTo("+PONG");
        awaitKeepalives(server, "49min", "none");
      }
    }
  }

  @Test
  void keepaliveFollowsTheSettingAlsoForWhoWaitedWhenItChanged() throws Exception {
    assumeThat(new File("/usr/bin/ss")).as("ss").exists();
    try (Served server = Served.with(1, block);
        Peer first = server.peer()) {
      assertThat(first.ask("CONFIG SET tcp-keepalive 3000")).isEqualTo("+OK");
      // The only loop is blocked while others connect; the setting changes before it accepts them.
      first.send("BLOCK\r\nCONFIG SET tcp-keepalive 7000\r\n");
      awaitLatch(begun);
      List<Peer> waiting = new ArrayList<>();
      List<String> expected = new ArrayList<>(List.of("4min"));
      for (int i = 0; i < 32; i++) {
        waiting.add(server.peer().send("PING\r\n"));
        expected.add("116min");
      }
      end.countDown();
      waiting.forEach(peer -> assertThat(peer.line()).isEqualTo("+PONG"));
      awaitKeepalives(server, expected.toArray(String[]::new));
      waiting.forEach(Peer::close);
    } finally {
      end.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void whoIsInsideIsServedBeforeNewcomersAndAllGetInAtLast(int pace) throws Exception {
    assumeThat(new File("/usr/bin/ss")).as("ss").exists();
    // Other transports accept on a loop of their own.
    assumeThat(Epoll.isAvailable()).isTrue();
    List<Peer> crowd = new ArrayList<>();
    try (Served server = Served.with(1, block);
        Peer first = server.peer();
        Peer inside = server.peer()) {
      assertThat(first.ask("CONFIG SET max-new-connections-per-cycle " + pace)).isEqualTo("+OK");
      assertThat(inside.ask("PING")).isEqualTo("+PONG");
      // While the only loop is blocked, many clients connect and then an admitted one sends a
      // request. The loop sees both in one poll, and answers before it accepts.
      first.send("BLOCK\r\n");
      awaitLatch(begun);
      for (int i = 0; i < 64; i++) {
        crowd.add(server.peer());
      }
      inside.send("CLIENT LIST\r\n");
      await().until(() -> connections(server).anyMatch(line -> !line.startsWith("0 ")));
      end.countDown();
      String list = inside.exactly(Integer.parseInt(inside.line().substring(1)));
      assertThat(list.lines().count()).isEqualTo(2);
      crowd.forEach(peer -> assertThat(peer.ask("PING")).isEqualTo("+PONG"));
    } finally {
      end.countDown();
      crowd.forEach(Peer::close);
    }
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Awaited, because a connection just written to has another timer for a moment. */
  private static void awaitKeepalives(Served server, String... expected) {
    await().untilAsserted(() -> assertThat(keepalives(server)).containsExactlyInAnyOrder(expected));
  }

  /** The keepalive timers of the server's connections, in whole minutes. */
  private static List<String> keepalives(Served server) throws IOException {
    return connections(server)
        .map(
            line ->
                line.contains("timer:(keepalive,")
                    ? line.replaceAll(".*timer:\\(keepalive,(\\d+min).*", "$1")
                    : "none")
        .toList();
  }

  /** The server's connections, one line each, which begins with the number of unread bytes. */
  private static Stream<String> connections(Served server) throws IOException {
    Process ss =
        new ProcessBuilder("ss", "-tnoH", "state", "established", "sport", "=", ":" + server.port())
            .redirectErrorStream(true)
            .start();
    String all = new String(ss.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return all.lines();
  }

  private static Served served(JsonObject config) throws Exception {
    return Served.on(
        TestTransport.best(), () -> new ListenerVerticle().withTiming(SHORT_LINGER), config, 2);
  }

  @Test
  void whoIsRefusedAndNeverClosesIsClosed() throws Exception {
    try (Served server = served(Served.local().put("maxclients", 1));
        Peer inside = server.peer()) {
      assertThat(inside.ask("PING")).isEqualTo("+PONG");
      long before = Served.openDescriptors();
      List<Peer> refused = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        refused.add(server.peer());
      }
      for (Peer peer : refused) {
        assertThat(peer.rest()).isEqualTo("-ERR max number of clients reached\r\n");
      }
      // The peers' own sockets stay open.
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(Served.openDescriptors()).isLessThan(before + 150));
      refused.forEach(Peer::close);
    }
  }

  @Test
  void whoIsRefusedAndNeverClosesDoesNotHoldUpTheEnd() throws Exception {
    // Longer than any test waits, so that it cannot be what ends the shutdown.
    JsonObject config = Served.local().put("maxclients", 1).put("shutdown-timeout", 3_600);
    try (Served server = served(config);
        Peer inside = server.peer()) {
      assertThat(inside.ask("PING")).isEqualTo("+PONG");
      try (Peer refused = server.peer()) {
        assertThat(refused.line()).isEqualTo("-ERR max number of clients reached");
        server.undeploy();
        assertThat(inside.rest()).isEmpty();
      }
    }
  }
}
