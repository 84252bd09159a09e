package io.ostiary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ostiary.admission.Permit;
import io.ostiary.admission.Verdict;
import io.ostiary.client.Client;
import io.ostiary.client.ClientKey;
import io.ostiary.client.CloseReason;
import io.ostiary.command.Command;
import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.resp.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an embedder can add to a server and observe of it. */
final class EmbeddingTest {

  private static final Command GREET =
      Command.of("GREET", 2, (client, request) -> Reply.bulk("Hello, " + request.text(1)));

  @Test
  void servesCommandsOfItsOwnBesideTheKeyspaceWhenAskedTo() throws Exception {
    try (Served server = Served.of(1, () -> new ListenerVerticle().keyspace().command(GREET));
        Peer peer = server.peer()) {
      assertThat(peer.ask("SET key value")).isEqualTo("+OK");
      assertThat(peer.askBulk("GET key")).isEqualTo("value");
      assertThat(peer.askBulk("GREET world")).isEqualTo("Hello, world");
    }
    try (Served server = Served.of(1, () -> new ListenerVerticle().command(GREET));
        Peer peer = server.peer()) {
      assertThat(peer.ask("SET key value")).startsWith("-ERR unknown command");
    }
  }

  @Test
  void replacesABuiltInCommandOnPurposeOnly() throws Exception {
    Command ping = Command.of("PING", -1, (client, request) -> Reply.simple("PANG"));
    try (Served server = Served.of(1, () -> new ListenerVerticle().replace(ping));
        Peer peer = server.peer()) {
      assertThat(peer.ask("PING")).isEqualTo("+PANG");
    }
    assertThatThrownBy(() -> Served.of(1, () -> new ListenerVerticle().command(ping)))
        .hasMessageContaining("'ping'");
    assertThatThrownBy(() -> Served.of(1, () -> new ListenerVerticle().replace(GREET)))
        .hasMessageContaining("'greet'");
  }

  @Test
  void hearsOnceOfEachClientThatComesAndOfEachThatGoesAndWhy() throws Exception {
    ClientKey<String> key = ClientKey.of("tenant");
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    try (Served server =
        Served.of(
            2,
            () ->
                new ListenerVerticle()
                    .onConnect(client -> client.put(key, "tenant " + client.id()))
                    .onClose(
                        (client, reason) ->
                            heard.add(client.get(key).orElse("none") + " " + reason)))) {
      try (Peer peer = server.peer()) {
        assertThat(peer.ask("QUIT")).isEqualTo("+OK");
        assertThat(peer.rest()).isEmpty();
      }
      await().until(() -> heard.size() == 1);
      Peer second = server.peer();
      assertThat(second.ask("PING")).isEqualTo("+PONG");
      second.reset();
      await().until(() -> heard.size() == 2);
      assertThat(heard).containsExactly("tenant 1 QUIT", "tenant 2 CONNECTION_LOST");
    }
  }

  @Test
  void leavesNothingBehindOfAClientThatTheProgramDoesNotTake() throws Exception {
    AtomicInteger turn = new AtomicInteger();
    AtomicInteger left = new AtomicInteger();
    try (Served server =
        Served.of(
            1,
            () ->
                new ListenerVerticle()
                    .onClose((client, reason) -> left.incrementAndGet())
                    .onConnect(
                        client -> {
                          if (turn.getAndIncrement() < 20) {
                            throw new IllegalStateException("on purpose");
                          }
                        }))) {
      for (int i = 0; i < 20; i++) {
        try (Peer peer = server.peer()) {
          assertThatThrownBy(() -> peer.ask("PING")).isInstanceOf(Throwable.class);
        }
      }
      try (Peer peer = server.peer()) {
        assertThat(peer.ask("PING")).isEqualTo("+PONG");
        assertThat(peer.info("connected_clients")).isEqualTo(1);
        assertThat(peer.askBulk("CLIENT LIST").lines()).hasSize(1);
      }
      assertThat(left.get()).isGreaterThanOrEqualTo(20);
    }
  }

  @Test
  void oneListenerThatFailsDoesNotKeepAnotherFromHearing() throws Exception {
    AtomicInteger heard = new AtomicInteger();
    try (Served server =
        Served.of(
            1,
            () ->
                new ListenerVerticle()
                    .onClose((client, reason) -> fail())
                    .onClose((client, reason) -> heard.incrementAndGet()))) {
      server.peer().close();
      await().until(() -> heard.get() == 1);
      assertThat(server.verticle().clients().size()).isZero();
    }
  }

  private static void fail() {
    throw new IllegalStateException("on purpose");
  }

  @Test
  void sendsMessagesFromAnyThreadInTheirOrder() throws Exception {
    try (Served server = Served.of(2, ListenerVerticle::new);
        Peer peer = server.peer()) {
      peer.send("HELLO 3\r\n");
      await()
          .until(
              () ->
                  server.verticle().clients().list().stream()
                      .anyMatch(client -> client.respVersion() == 3));
      while (!peer.line().equals("*0")) {
        // the greeting
      }
      Client client = server.verticle().clients().list().get(0);
      for (int i = 0; i < 1000; i++) {
        client.push(Reply.push(List.of(Reply.bulk("news"), Reply.integer(i))));
      }
      String expected =
          IntStream.range(0, 1000)
              .mapToObj(i -> ">2\r\n$4\r\nnews\r\n:" + i + "\r\n")
              .reduce("", String::concat);
      assertThat(peer.exactly(expected.length())).isEqualTo(expected);
      assertThat(peer.ask("PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void closesAClientThatDoesNotTakeItsMessagesInsteadOfHoldingThem() throws Exception {
    Queue<CloseReason> reasons = new ConcurrentLinkedQueue<>();
    try (Served server =
            Served.of(
                1, () -> new ListenerVerticle().onClose((client, reason) -> reasons.add(reason)));
        Peer peer = server.peer()) {
      assertThat(peer.ask("PING")).isEqualTo("+PONG");
      Client client = server.verticle().clients().list().get(0);
      Reply big = Reply.bulk("x".repeat(100_000));
      for (int i = 0; i < 10_000 && !client.isClosing(); i++) {
        client.push(big);
      }
      await().until(() -> reasons.contains(CloseReason.OUTPUT_BUFFER_LIMIT));
      assertThat(server.verticle().clients().size()).isZero();
    }
  }

  @Test
  void findsClosesAndCountsFromOutside() throws Exception {
    try (Served server = Served.of(1, ListenerVerticle::new);
        Peer first = server.peer();
        Peer second = server.peer()) {
      assertThat(first.ask("CLIENT ID")).isEqualTo(":1");
      assertThat(second.ask("CLIENT ID")).isEqualTo(":2");
      ListenerVerticle verticle = server.verticle();
      assertThat(verticle.clients().size()).isEqualTo(2);
      assertThat(verticle.clients().find(3)).isEmpty();
      Client found = verticle.clients().find(1).orElseThrow();
      assertThat(found.address().isLocal()).isTrue();
      found.close();
      found.close();
      assertThat(first.rest()).isEmpty();
      assertThat(second.ask("PING")).isEqualTo("+PONG");
      await().until(() -> verticle.clients().list().size() == 1);
      assertThat(verticle.counters())
          .containsEntry("total_connections_received", 2L)
          .containsKey("rejected_connections");
    }
    assertThatThrownBy(() -> new ListenerVerticle().clients())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void asksARuleOfTheProgramWhoMayComeIn() throws Exception {
    AtomicInteger held = new AtomicInteger();
    try (Served server =
        Served.of(
            2,
            () ->
                new ListenerVerticle()
                    .admission(
                        arrival -> {
                          if (held.incrementAndGet() > 1) {
                            held.decrementAndGet();
                            return Verdict.refuse("ERR one at a time");
                          }
                          return Verdict.admit(Permit.of(held::decrementAndGet));
                        }))) {
      try (Peer first = server.peer()) {
        assertThat(first.ask("PING")).isEqualTo("+PONG");
        try (Peer second = server.peer()) {
          assertThat(second.rest()).isEqualTo("-ERR one at a time\r\n");
        }
      }
      await().until(() -> held.get() == 0);
      try (Peer third = server.peer()) {
        assertThat(third.ask("PING")).isEqualTo("+PONG");
      }
    }
  }

  @Test
  void letsTheProgramDecideAboutLoginsWhileCommandsBehindThemWait() throws Exception {
    ConcurrentMap<String, Promise<Boolean>> asked = new ConcurrentHashMap<>();
    try (Served server =
            Served.of(
                1,
                () ->
                    new ListenerVerticle()
                        .authenticator(
                            (client, user, password) ->
                                asked.computeIfAbsent(user, any -> Promise.promise()).future()));
        Peer peer = server.peer()) {
      assertThat(peer.ask("PING")).isEqualTo("-NOAUTH Authentication required.");
      peer.send("AUTH ann secret\r\nPING\r\n");
      await().until(() -> asked.containsKey("ann"));
      asked.get("ann").complete(true);
      assertThat(peer.line()).isEqualTo("+OK");
      assertThat(peer.line()).isEqualTo("+PONG");
      assertThat(server.verticle().clients().list().get(0).user()).isEqualTo("ann");
      assertThat(peer.ask("RESET")).isEqualTo("+RESET");
      assertThat(peer.ask("PING")).isEqualTo("-NOAUTH Authentication required.");
    }
    try (Served server =
            Served.of(
                1,
                () ->
                    new ListenerVerticle()
                        .authenticator(
                            (client, user, password) ->
                                Vertx.currentContext()
                                    .executeBlocking(
                                        () -> new String(password, UTF_8).equals("right"))));
        Peer peer = server.peer()) {
      peer.send("HELLO 3 AUTH bob wrong\r\nHELLO 3 AUTH bob right\r\n");
      assertThat(peer.line()).startsWith("-WRONGPASS");
      assertThat(peer.line()).isEqualTo("%7");
    }
  }

  @Test
  void takesOptionsAndLetsTheConfigurationWin() throws Exception {
    OstiaryOptions options = new OstiaryOptions().setPort(-1).setBind("127.0.0.1").setMaxClients(7);
    assertThat(new OstiaryOptions(options.toJson()).toJson())
        .isEqualTo(new JsonObject("{\"port\":-1,\"bind\":[\"127.0.0.1\"],\"maxclients\":7}"));
    assertThat(options.setRequirePass("secret")).asString().doesNotContain("secret");
    Vertx vertx = Vertx.vertx();
    try {
      ListenerVerticle verticle =
          new ListenerVerticle(new OstiaryOptions(options).setMaxClients(1));
      Future<String> deployed = vertx.deployVerticle(verticle);
      Served.await(deployed);
      try (Peer peer = Peer.to(verticle.port());
          Peer refused = Peer.to(verticle.port())) {
        assertThat(peer.ask("AUTH secret")).isEqualTo("+OK");
        assertThat(refused.rest()).isEqualTo("-ERR max number of clients reached\r\n");
      }
    } finally {
      Served.await(vertx.close());
    }
  }

  @Test
  void refusesWhatIsAddedOnceItIsDeployed() throws Exception {
    try (Served server = Served.of(1, ListenerVerticle::new)) {
      ListenerVerticle verticle = server.verticle();
      assertThatThrownBy(() -> verticle.admission(arrival -> Verdict.admit()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("before it is deployed");
      assertThatThrownBy(() -> verticle.onConnect(client -> {}))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void refusesTimesThatItWouldHaveToCut() {
    assertThatThrownBy(() -> new OstiaryOptions().setTimeout(Duration.ofMillis(900)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("whole seconds");
  }

  @Test
  void losesNoPlaceAndNoSocketWhenThePermitOfAProgramFails() throws Exception {
    try (Served server =
        Served.of(
            1,
            () ->
                new ListenerVerticle()
                    .admission(arrival -> Verdict.admit(Permit.of(EmbeddingTest::fail)))
                    .onClose((client, reason) -> fail()))) {
      for (int i = 0; i < 10; i++) {
        try (Peer peer = server.peer()) {
          assertThat(peer.ask("QUIT")).isEqualTo("+OK");
          assertThat(peer.rest()).isEmpty();
        }
      }
      await().until(() -> server.verticle().clients().size() == 0);
    }
  }

  @Test
  void writesAMessageInTheProtocolThatTheClientReadsByThen() throws Exception {
    Promise<Reply> late = Promise.promise();
    Command later = Command.of("LATER", 1, (client, request) -> Reply.later(late.future()));
    try (Served server = Served.of(1, () -> new ListenerVerticle().command(later));
        Peer peer = server.peer()) {
      peer.send("LATER\r\nHELLO 3\r\n");
      await()
          .until(
              () ->
                  server.verticle().clients().list().stream()
                      .anyMatch(client -> client.respVersion() == 3));
      server.verticle().clients().list().get(0).push(Reply.push(List.of(Reply.bulk("news"))));
      assertThat(peer.line()).isEqualTo("*1");
      assertThat(peer.line()).isEqualTo("$4");
      assertThat(peer.line()).isEqualTo("news");
      late.complete(Reply.OK);
      assertThat(peer.line()).isEqualTo("+OK");
      assertThat(peer.line()).isEqualTo("%7");
    }
  }
}
