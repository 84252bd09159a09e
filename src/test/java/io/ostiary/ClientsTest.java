package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.command.Command;
import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.resp.ArgumentException;
import io.ostiary.resp.Reply;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several clients: listing, killing, RESET, late replies. */
final class ClientsTest {

  private final Map<String, Promise<Reply>> due = new ConcurrentHashMap<>();

  private final Command later =
      Command.of(
          "LATER",
          2,
          (client, request) -> {
            Promise<Reply> promise = Promise.promise();
            due.put(request.text(1), promise);
            return Reply.later(promise.future());
          });

  private void awaitUnderWay(int count) {
    await().untilAsserted(() -> assertThat(due).hasSize(count));
  }

  @Test
  void theListHoldsWhilePeopleComeAndGo() throws Exception {
    try (Served server = Served.with(Served.local(), 4);
        Peer watcher = server.peer();
        Peer resident = server.peer()) {
      String mine = watcher.ask("CLIENT ID").substring(1);
      String residents = resident.ask("CLIENT ID").substring(1);
      AtomicBoolean enough = new AtomicBoolean();
      AtomicReference<Throwable> failure = new AtomicReference<>();
      List<Thread> passersBy = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Thread passerBy = new Thread(() -> comeAndGo(server, enough));
        passerBy.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        passerBy.start();
        passersBy.add(passerBy);
      }
      for (int i = 0; i < 200; i++) {
        List<Long> ids = ids(watcher.askBulk("CLIENT LIST"));
        assertThat(ids).isSorted().doesNotHaveDuplicates();
        assertThat(ids).contains(Long.parseLong(mine), Long.parseLong(residents));
      }
      enough.set(true);
      for (Thread passerBy : passersBy) {
        passerBy.join();
      }
      assertThat(failure.get()).isNull();
      await().untilAsserted(() -> assertThat(watcher.info("connected_clients")).isEqualTo(2));
    }
  }

  @Test
  void listsThatAreAskedForAtOnceComeWholeAndInOrder() throws Exception {
    try (Served server = Served.with(later);
        Peer peer = server.peer()) {
      peer.send("LATER a\r\n" + "CLIENT LIST\r\nPING\r\n".repeat(100));
      awaitUnderWay(1);
      due.get("a").complete(Reply.simple("A"));
      assertThat(peer.line()).isEqualTo("+A");
      for (int i = 0; i < 100; i++) {
        int length = Integer.parseInt(peer.line().substring(1));
        assertThat(ids(peer.exactly(length))).hasSize(1);
        assertThat(peer.exactly(2)).isEqualTo("\r\n");
        assertThat(peer.line()).isEqualTo("+PONG");
      }
    }
  }

  private static void comeAndGo(Served server, AtomicBoolean enough) {
    while (!enough.get()) {
      try (Peer peer = server.peer()) {
        assertThat(peer.ask("CLIENT SETNAME passer-by")).isEqualTo("+OK");
      }
    }
  }

  private static List<Long> ids(String list) {
    return list.lines()
        .map(
            line -> {
              assertThat(line)
                  .matches("id=\\d+ addr=127\\.0\\.0\\.1:\\d+ laddr=.* tot-cmds=\\d+ listener=tcp");
              return Long.parseLong(line.substring(3, line.indexOf(' ')));
            })
        .toList();
  }

  @Test
  void resetMakesAClientWhatItWasWhenItCameIn() throws Exception {
    try (Served server = Served.with(Served.local().put("requirepass", "secret"), 1);
        Peer peer = server.peer();
        Peer other = server.peer()) {
      assertThat(other.ask("AUTH secret")).isEqualTo("+OK");
      assertThat(peer.ask("AUTH secret")).isEqualTo("+OK");
      assertThat(peer.ask("CLIENT SETNAME me")).isEqualTo("+OK");
      assertThat(peer.ask("SELECT 3")).isEqualTo("+OK");
      assertThat(other.askBulk("CLIENT LIST")).contains(" name=me ").contains(" db=3 ");

      assertThat(peer.ask("RESET")).isEqualTo("+RESET");
      assertThat(peer.ask("PING")).isEqualTo("-NOAUTH Authentication required.");
      assertThat(other.askBulk("CLIENT LIST")).doesNotContain("name=me").doesNotContain("db=3");
    }
  }

  @Test
  void thePasswordLastGivenToTheServerHoldsForWhoComesNext() throws Exception {
    try (Served server = Served.with(Served.local(), 2);
        Peer early = server.peer()) {
      assertThat(early.ask("CONFIG SET requirepass secret")).isEqualTo("+OK");
      try (Peer late = server.peer()) {
        assertThat(late.ask("PING")).isEqualTo("-NOAUTH Authentication required.");
        assertThat(late.ask("AUTH secret")).isEqualTo("+OK");
      }
    }
  }

  @Test
  void aClientThatWaitsForALateReplyIsNotIdle() throws Exception {
    try (Served server = Served.with(later);
        Peer idle = server.peer();
        Peer waiting = server.peer()) {
      waiting.send("CONFIG SET timeout 1\r\nLATER a\r\n");
      assertThat(waiting.line()).isEqualTo("+OK");
      awaitUnderWay(1);

      assertThat(idle.rest()).isEmpty();
      due.get("a").complete(Reply.simple("A"));
      assertThat(waiting.line()).isEqualTo("+A");
      assertThat(waiting.rest()).isEmpty();
    }
  }

  @Test
  void aClientThatQuitBehindALateReplyReadsItFirst() throws Exception {
    try (Served server = Served.with(later);
        Peer peer = server.peer()) {
      peer.send("LATER a\r\nQUIT\r\nPING\r\n");
      awaitUnderWay(1);
      due.get("a").complete(Reply.simple("A"));

      assertThat(peer.rest()).isEqualTo("+A\r\n+OK\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PING", "QUIT", "*1\r\n!"})
  void aClientWhoseLateReplyNeverComesCanBeKilled(String behind) throws Exception {
    try (Served server = Served.with(later);
        Peer stuck = server.peer();
        Peer killer = server.peer()) {
      String id = stuck.ask("CLIENT ID").substring(1);
      stuck.send("LATER a\r\n" + behind + "\r\n");
      awaitUnderWay(1);
      assertThat(killer.ask("CLIENT KILL ID " + id)).startsWith(":");

      assertThat(stuck.rest()).isEmpty();
      await().untilAsserted(() -> assertThat(killer.info("connected_clients")).isEqualTo(1));
      due.get("a").complete(Reply.OK);
      assertThat(killer.ask("PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void aLateFailureWithATextOfItsOwnAnswersThatText() throws Exception {
    try (Served server = Served.with(later);
        Peer peer = server.peer()) {
      peer.send("LATER a\r\n");
      awaitUnderWay(1);
      due.get("a").fail(new ArgumentException("NOSUCHSHELF there is none"));

      assertThat(peer.line()).isEqualTo("-NOSUCHSHELF there is none");
    }
  }

  @Test
  void lateRepliesCompletedByOtherThreadsInAnyOrderLeaveInTheirs() throws Exception {
    int count = 3_000;
    try (Served server = Served.with(later);
        Peer peer = server.peer()) {
      StringBuilder requests = new StringBuilder();
      for (int i = 0; i < count; i++) {
        requests.append("LATER ").append(i).append("\r\nECHO ").append(i).append("\r\n");
      }
      peer.send(requests.toString());
      AtomicBoolean enough = new AtomicBoolean();
      List<Thread> workers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        workers.add(new Thread(() -> completeAll(enough)));
      }
      workers.forEach(Thread::start);
      try {
        for (int i = 0; i < count; i++) {
          assertThat(peer.line()).isEqualTo("+" + i);
          assertThat(peer.line()).isEqualTo("$" + String.valueOf(i).length());
          assertThat(peer.line()).isEqualTo(String.valueOf(i));
        }
      } finally {
        enough.set(true);
      }
      for (Thread worker : workers) {
        worker.join();
      }
    }
  }

  private void completeAll(AtomicBoolean enough) {
    while (!enough.get()) {
      due.forEach((name, promise) -> promise.tryComplete(Reply.simple(name)));
      Thread.onSpinWait();
    }
  }

  @Test
  void whoWaitsForTooManyRepliesIsNotReadFrom() throws Exception {
    try (Served server = Served.with(later);
        Peer other = server.peer();
        Peer hasty = server.peer()) {
      String pings = "PING\r\n".repeat(5_000_000 / 6);
      hasty.send("LATER a\r\n");
      awaitUnderWay(1);
      Thread sender = new Thread(() -> hasty.send(pings));
      sender.start();
      for (int i = 0; i < 50; i++) {
        for (String line : other.askBulk("CLIENT LIST").lines().toList()) {
          long held = Long.parseLong(line.replaceAll(".* tot-mem=(\\d+) .*", "$1"));
          assertThat(held).as(line).isLessThan(2_000_000);
        }
      }
      due.get("a").complete(Reply.simple("A"));
      assertThat(hasty.line()).isEqualTo("+A");
      String pongs = "+PONG\r\n".repeat(5_000_000 / 6);
      assertThat(hasty.exactly(pongs.length()).equals(pongs)).isTrue();
      sender.join();
    }
  }

  @Test
  void whoLeavesWhileTooManyRepliesAreDueIsMissed() throws Exception {
    try (Served server = Served.with(later);
        Peer other = server.peer()) {
      Peer gone = server.peer().send("LATER a\r\n" + "PING\r\n".repeat(20_000));
      awaitUnderWay(1);
      gone.reset();

      await().untilAsserted(() -> assertThat(other.info("connected_clients")).isEqualTo(1));
    }
  }
}
