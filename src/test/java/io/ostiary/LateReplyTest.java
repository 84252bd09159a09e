package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ostiary.command.Command;
import io.ostiary.peer.EachTransport;
import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import io.ostiary.resp.ArgumentException;
import io.ostiary.resp.DeferredReply;
import io.ostiary.resp.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Commands whose replies are completed later, by any thread. */
final class LateReplyTest {

  private static final int BIG_BYTES = 1024 * 1024;

  /** A server without a bound runs thousands of commands in it. */
  private static final Duration TIME_TO_RUN_ALL = Duration.ofMillis(200);

  private static final Reply BIG_REPLY = Reply.bulk(new byte[BIG_BYTES]);

  private static final Command BIG = Command.of("BIG", 1, (client, request) -> BIG_REPLY);

  private static final Command NUMBER =
      Command.of("NUMBER", 2, (client, request) -> Reply.integer(request.integer(1)));

  private final Map<String, Promise<Reply>> under = new ConcurrentHashMap<>();
  private final AtomicInteger begun = new AtomicInteger();

  private final Command later =
      Command.of(
          "LATER",
          2,
          (client, request) -> {
            Promise<Reply> promise = Promise.promise();
            under.put(request.text(1), promise);
            begun.incrementAndGet();
            return Reply.later(promise.future());
          });

  private final Command atOnce =
      Command.of(
          "ATONCE",
          1,
          (client, request) -> Reply.later(Future.succeededFuture(Reply.simple("DONE"))));

  private Promise<Reply> awaitBegun(String name) {
    await().until(() -> under.containsKey(name));
    return under.get(name);
  }

  @Test
  void repliesKeepTheOrderOfTheirRequests() throws Exception {
    try (Served server = Served.with(later);
        Peer peer = server.peer()) {
      peer.send("LATER a\r\nPING\r\nLATER b\r\nECHO x\r\n");
      awaitBegun("b").complete(Reply.simple("B"));
      awaitBegun("a").complete(Reply.simple("A"));
      assertThat(peer.exactly("+A\r\n+PONG\r\n+B\r\n$1\r\nx\r\n".length()))
          .isEqualTo("+A\r\n+PONG\r\n+B\r\n$1\r\nx\r\n");
    }
  }

  @Test
  void aClientThatIsClosingIsShownSoForAsLongAsItIsOwedReplies() throws Exception {
    try (Served server = Served.with(later);
        Peer peer = server.peer();
        Peer other = server.peer()) {
      assertThat(other.ask("PING")).isEqualTo("+PONG");
      peer.send("CLIENT SETNAME broken\r\nLATER a\r\n*x\r\n");
      assertThat(peer.line()).isEqualTo("+OK");
      awaitBegun("a");
      await()
          .untilAsserted(
              () ->
                  assertThat(other.askBulk("CLIENT LIST"))
                      .containsPattern("name=broken age=\\d+ idle=\\d+ flags=c "));
      awaitBegun("a").complete(Reply.simple("A"));
      assertThat(peer.rest()).isEqualTo("+A\r\n-ERR Protocol error: invalid multibulk length\r\n");
    }
  }

  @Test
  void aFailedFutureAnswersAsAnExceptionOfTheHandlerWould() throws Exception {
    try (Served server = Served.with(later);
        Peer peer = server.peer()) {
      peer.send("LATER a\r\nLATER b\r\nPING\r\n");
      awaitBegun("a").fail(new ArgumentException("ERR the shelf is empty"));
      awaitBegun("b").fail(new IllegalStateException("a secret of the house"));
      assertThat(peer.line()).isEqualTo("-ERR the shelf is empty");
      assertThat(peer.line()).isEqualTo("-ERR internal error");
      assertThat(peer.line()).isEqualTo("+PONG");
      assertThat(peer.info("total_error_replies")).isEqualTo(2);
    }
  }

  @Test
  void aLateReplyThatIsNoneOrLateItselfIsAMistakeOfTheCommand() throws Exception {
    try (Served server = Served.with(later);
        Peer peer = server.peer()) {
      peer.send("LATER a\r\nLATER b\r\nPING\r\n");
      awaitBegun("a").complete(Reply.later(Future.succeededFuture(Reply.OK)));
      awaitBegun("b").complete(null);
      assertThat(peer.line()).isEqualTo("-ERR internal error");
      assertThat(peer.line()).isEqualTo("-ERR internal error");
      assertThat(peer.line()).isEqualTo("+PONG");
    }
  }

  @Test
  void aLongPipelineOfRepliesThatAreThereAtOnceIsServed() throws Exception {
    int count = 50_000;
    try (Served server = Served.with(atOnce);
        Peer peer = server.peer()) {
      Thread sender = new Thread(() -> peer.send("ATONCE\r\n".repeat(count)));
      sender.start();
      assertThat(peer.exactly(count * "+DONE\r\n".length())).isEqualTo("+DONE\r\n".repeat(count));
      sender.join();
    }
  }

  @Test
  void behindALateReplyOnlySoManyCommandsRunUntilItIsThere() throws Exception {
    int count = 5_000;
    AtomicInteger ran = new AtomicInteger();
    Command counted =
        Command.of(
            "COUNTED",
            1,
            (client, request) -> {
              ran.incrementAndGet();
              return Reply.OK;
            });
    try (Served server = Served.with(later, counted);
        Peer peer = server.peer()) {
      peer.send("LATER a\r\n" + "COUNTED\r\n".repeat(count));
      await().until(() -> ran.get() >= 1_000);
      assertThat(server.peer().ask("PING")).isEqualTo("+PONG");
      await().during(TIME_TO_RUN_ALL).until(() -> ran.get() < 1_100);
      under.get("a").complete(Reply.simple("A"));
      assertThat(peer.line()).isEqualTo("+A");
      assertThat(peer.exactly(count * "+OK\r\n".length())).isEqualTo("+OK\r\n".repeat(count));
    }
  }

  @EachTransport
  void whatIsThereBehindALateReplyIsWrittenNoFasterThanThePeerTakesIt(TestTransport transport)
      throws Exception {
    int count = 64;
    try (Served server = Served.on(transport, 1, later, NUMBER, BIG);
        Peer slow = server.peer();
        Peer other = server.peer()) {
      askForBigOnesBehindALateOne(slow, count, other);
      under.get("a").complete(Reply.simple("A"));
      // More than the kernel's buffers hold, so some of it is pending.
      await().until(() -> other.figureOfTheFirst("omem") > 0);
      for (int i = 0; i < 200; i++) {
        assertThat(other.figureOfTheFirst("omem")).isLessThan(2L * BIG_BYTES);
        assertThat(other.figureOfTheFirst("tot-mem")).isLessThan(4L * BIG_BYTES);
      }

      assertThat(slow.line()).isEqualTo("+A");
      for (int i = 0; i < count; i++) {
        assertThat(slow.line()).isEqualTo(":" + i);
        assertThat(slow.line()).isEqualTo("$" + BIG_BYTES);
        slow.exactly(BIG_BYTES + 2);
      }
      assertThat(slow.ask("PING")).isEqualTo("+PONG");
      // io_uring completes writes after the flush, so the PONG may be pending.
      assertThat(other.figureOfTheFirst("omem")).isLessThan(500);
    }
  }

  @Test
  void whoDoesNotTakeWhatIsThereBehindALateReplyIsIdle() throws Exception {
    try (Served server = Served.with(1, later, NUMBER, BIG);
        Peer slow = server.peer();
        Peer other = server.peer()) {
      askForBigOnesBehindALateOne(slow, 64, other);
      under.get("a").complete(Reply.simple("A"));
      await().until(() -> other.figureOfTheFirst("omem") > 0);
      other.ask("CONFIG SET timeout 1");

      await().untilAsserted(() -> assertThat(other.info("connected_clients")).isEqualTo(1));
    }
  }

  @Test
  void aStopLetsWhatIsThereBehindALateReplyLeaveWhenThePeerTakesItAtLast() throws Exception {
    int count = 64;
    try (Served server = Served.with(1, later, NUMBER, BIG);
        Peer slow = server.peer();
        Peer other = server.peer()) {
      askForBigOnesBehindALateOne(slow, count, other);
      under.get("a").complete(Reply.simple("A"));
      await().until(() -> other.figureOfTheFirst("omem") > 0);
      Future<Void> stopped = server.vertx().close();
      assertThat(other.rest()).isEmpty();
      assertThat(slow.rest()).hasSize("+A\r\n".length() + bytesOfBigOnes(count));
      Served.await(stopped);
    }
  }

  private static int bytesOfBigOnes(int count) {
    int bytes = 0;
    for (int i = 0; i < count; i++) {
      bytes += (":" + i + "\r\n$" + BIG_BYTES + "\r\n").length() + BIG_BYTES + 2;
    }
    return bytes;
  }

  private void askForBigOnesBehindALateOne(Peer peer, int count, Peer watcher) {
    StringBuilder requests = new StringBuilder("LATER a\r\n");
    for (int i = 0; i < count; i++) {
      requests.append("NUMBER ").append(i).append("\r\nBIG\r\n");
    }
    peer.send(requests.toString());
    await().until(() -> watcher.figureOfTheFirst("tot-cmds") == 1 + 2L * count);
  }

  @Test
  void aClientThatLeavesMeanwhileIsMissedByNobody() throws Exception {
    try (Served server = Served.with(later)) {
      Peer gone = server.peer().send("LATER a\r\n");
      awaitBegun("a");
      gone.reset();
      try (Peer other = server.peer()) {
        await().untilAsserted(() -> assertThat(other.info("connected_clients")).isEqualTo(1));
        under.get("a").complete(Reply.OK);
        assertThat(other.ask("PING")).isEqualTo("+PONG");
      }
    }
  }

  @Test
  void aStopLetsTheRepliesThatAreDueLeave() throws Exception {
    try (Served server = Served.with(1, later);
        Peer peer = server.peer();
        Peer idle = server.peer()) {
      assertThat(idle.ask("PING")).isEqualTo("+PONG");
      peer.send("LATER a\r\n");
      Promise<Reply> due = awaitBegun("a");
      Future<Void> stopped = server.vertx().close();
      // All clients are told in one task, so the other one is closing, too.
      assertThat(idle.rest()).isEmpty();
      due.complete(Reply.simple("LAST"));
      assertThat(peer.rest()).isEqualTo("+LAST\r\n");
      Served.await(stopped);
    }
  }

  @Test
  void aClientThatWantsNoRepliesIsBoundedAllTheSame() throws Exception {
    try (Served server = Served.with(later);
        Peer peer = server.peer();
        Peer other = server.peer()) {
      peer.send("CLIENT REPLY OFF\r\n" + "LATER a\r\n".repeat(5_000));
      await().until(() -> begun.get() >= 1_000);
      assertThat(other.ask("PING")).isEqualTo("+PONG");
      await().during(TIME_TO_RUN_ALL).until(() -> begun.get() < 1_100);
      // After an orderly close its replies stay due, and the server's shutdown waits for them.
      peer.reset();
    }
  }

  @Test
  void aClientThatQuitsBehindAReplyThatNeverComesCanBeKilled() throws Exception {
    try (Served server = Served.with(later);
        Peer stuck = server.peer();
        Peer other = server.peer()) {
      stuck.send("LATER a\r\nQUIT\r\n");
      awaitBegun("a");
      await().untilAsserted(() -> assertThat(other.askBulk("CLIENT LIST")).contains("flags=c"));
      assertThat(other.ask("CLIENT KILL TYPE normal")).isEqualTo(":0");
      assertThat(stuck.rest()).isEmpty();
      assertThat(other.info("connected_clients")).isEqualTo(1);
    }
  }

  @Test
  void aLateReplyThatCannotBeWrittenClosesItsClientAndNobodyElse() throws Exception {
    Reply broken =
        Reply.verbatim(
            "txt",
            out -> {
              throw new IllegalStateException("on purpose");
            });
    try (Served server = Served.with(1, later, atOnce);
        Peer unlucky = server.peer();
        Peer other = server.peer();
        Peer killer = server.peer()) {
      assertThat(other.ask("PING")).isEqualTo("+PONG");
      unlucky.send("LATER a\r\nPING\r\n");
      awaitBegun("a").complete(broken);
      assertThat(unlucky.rest()).isEmpty();
      assertThat(killer.info("connected_clients")).isEqualTo(2);
      assertThat(other.ask("ATONCE")).isEqualTo("+DONE");
      assertThat(killer.ask("CLIENT KILL TYPE normal")).isEqualTo(":1");
      assertThat(other.rest()).isEmpty();
      assertThat(killer.info("connected_clients")).isEqualTo(1);
    }
  }

  @Test
  void aCommandThatFailsWhenALateReplyLetsItRunClosesItsClient() throws Exception {
    Command fails =
        Command.of(
            "FAILS",
            1,
            (client, request) -> {
              throw new AssertionError("on purpose");
            });
    try (Served server = Served.with(1, later, fails);
        Peer unlucky = server.peer();
        Peer other = server.peer()) {
      // The limit of replies in order: the last command runs when the first is answered.
      unlucky.send("LATER a\r\n" + "PING\r\n".repeat(1_023) + "FAILS\r\n");
      awaitBegun("a");
      await().untilAsserted(() -> assertThat(other.askBulk("CLIENT LIST")).contains("cmds=1024"));
      under.get("a").complete(Reply.OK);
      assertThat(unlucky.rest()).isEmpty();
      assertThat(other.info("connected_clients")).isEqualTo(1);
    }
  }

  @Test
  void aNameIsTakenOnce() {
    assertThatThrownBy(() -> Served.with(Command.of("PING", 1, (c, r) -> Reply.OK)).close())
        .cause()
        .hasMessageContaining("'ping'");
  }

  @Test
  void aReplyThatIsMadeInItsPlaceMayBeThereAtOnce() throws Exception {
    Command made =
        Command.of(
            "MADE",
            1,
            (client, request) ->
                Reply.hold(Future.succeededFuture(new DeferredReply(() -> Reply.ONE))));
    try (Served server = Served.with(made);
        Peer peer = server.peer()) {
      assertThat(peer.ask("MADE")).isEqualTo(":1");
    }
  }
}
