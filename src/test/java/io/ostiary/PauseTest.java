package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.EachTransport;
import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** CLIENT PAUSE over sockets: who waits, for how long, and what becomes of those who leave. */
final class PauseTest {

  private static void awaitBlocked(Peer peer, long count) {
    await().until(() -> peer.info("blocked_clients") == count);
  }

  private static void pauseWrites(Peer peer) {
    assertThat(peer.ask("CLIENT PAUSE 600000 WRITE")).isEqualTo("+OK");
  }

  @EachTransport
  void writesWaitAndRunInTheirOrderWhenItEnds(TestTransport transport) throws Exception {
    try (Served server = Served.on(transport, Served.local(), 2);
        Peer operator = server.peer();
        Peer writer = server.peer()) {
      pauseWrites(operator);
      writer.send("GET key\r\nSET key 1\r\nGET key\r\nPING\r\n");
      assertThat(writer.line()).isEqualTo("$-1");
      awaitBlocked(operator, 1);
      assertThat(operator.ask("SET key")).contains("wrong number of arguments");
      assertThat(operator.ask("CLIENT UNPAUSE")).isEqualTo("+OK");
      assertThat(writer.exactly("+OK\r\n$1\r\n1\r\n+PONG\r\n".length()))
          .isEqualTo("+OK\r\n$1\r\n1\r\n+PONG\r\n");
      awaitBlocked(operator, 0);
    }
  }

  @Test
  void itEndsByItselfAndAFurtherOneDoesNotShortenIt() throws Exception {
    try (Served server = Served.with(Served.local(), 2);
        Peer operator = server.peer();
        Peer writer = server.peer()) {
      assertThat(operator.ask("CLIENT PAUSE 300 WRITE")).isEqualTo("+OK");
      assertThat(operator.ask("CLIENT PAUSE 1 WRITE")).isEqualTo("+OK");
      writer.send("SET key 1\r\n");
      awaitBlocked(operator, 1);
      assertThat(writer.line()).isEqualTo("+OK");
      awaitBlocked(operator, 0);
      assertThat(operator.info("paused_timeout_milliseconds")).isZero();
    }
  }

  @Test
  void aPauseOfEverythingHoldsAllButTheWayOutOfIt() throws Exception {
    try (Served server = Served.with(Served.local(), 2);
        Peer operator = server.peer();
        Peer other = server.peer()) {
      assertThat(operator.ask("CLIENT PAUSE 600000")).isEqualTo("+OK");
      other.send("PING\r\n");
      operator.send("PING\r\n");
      // Whoever pipelines behind a command that waits, waits.
      try (Peer third = server.peer()) {
        assertThat(third.ask("CLIENT UNPAUSE")).isEqualTo("+OK");
      }
      assertThat(other.line()).isEqualTo("+PONG");
      assertThat(operator.line()).isEqualTo("+PONG");
    }
  }

  @EachTransport
  void whoLeavesWhileItWaitsIsGoneAndCountedNoMore(TestTransport transport) throws Exception {
    try (Served server = Served.on(transport, Served.local(), 2);
        Peer operator = server.peer()) {
      pauseWrites(operator);
      Peer closing = server.peer().send("SET key 1\r\n");
      Peer resetting = server.peer().send("SET key 2\r\n");
      Peer killed = server.peer().send("SET key 3\r\n");
      awaitBlocked(operator, 3);
      assertThat(operator.askBulk("CLIENT LIST")).contains(" flags=b ");
      closing.close();
      resetting.reset();
      awaitBlocked(operator, 1);
      operator.ask("CLIENT KILL TYPE normal SKIPME yes");
      assertThat(killed.rest()).isEmpty();
      awaitBlocked(operator, 0);
      assertThat(operator.ask("CLIENT UNPAUSE")).isEqualTo("+OK");
      assertThat(operator.ask("GET key")).isEqualTo("$-1");
      assertThat(operator.info("connected_clients")).isEqualTo(1);
    }
  }

  @Test
  void hundredsOnAllLoopsGoOnAtOnceWhateverTheyHaveSentMeanwhile() throws Exception {
    int count = 400;
    String value = "x".repeat(5_000);
    List<Peer> peers = new ArrayList<>();
    try (Served server = Served.with(Served.local(), 4);
        Peer operator = server.peer()) {
      pauseWrites(operator);
      for (int i = 0; i < count; i++) {
        peers.add(server.peer().send("SET key" + i + " "));
      }
      for (Peer peer : peers) {
        peer.send(value + "\r\nPING\r\n");
      }
      awaitBlocked(operator, count);
      peers.forEach(peer -> peer.send("ECHO late\r\n"));
      assertThat(operator.ask("CLIENT UNPAUSE")).isEqualTo("+OK");
      for (Peer peer : peers) {
        String expected = "+OK\r\n+PONG\r\n$4\r\nlate\r\n";
        assertThat(peer.exactly(expected.length())).isEqualTo(expected);
      }
      awaitBlocked(operator, 0);
      assertThat(operator.ask("STRLEN key7")).isEqualTo(":" + value.length());
    } finally {
      peers.forEach(Peer::close);
    }
  }

  @Test
  void aPauseThatMakesNoSenseIsRefusedInTheWordsOfRedis() throws Exception {
    try (Served server = Served.with(Served.local(), 1);
        Peer peer = server.peer()) {
      assertThat(peer.ask("CLIENT PAUSE soon"))
          .isEqualTo("-ERR timeout is not an integer or out of range");
      assertThat(peer.ask("CLIENT PAUSE -1")).isEqualTo("-ERR timeout is negative");
      assertThat(peer.ask("CLIENT PAUSE 10 READ"))
          .isEqualTo("-ERR CLIENT PAUSE mode must be WRITE or ALL");
      assertThat(peer.ask("SET key 1")).isEqualTo("+OK");
    }
  }

  @Test
  void whoWaitsIsNotTakenForIdle() throws Exception {
    try (Served server = Served.with(Served.local().put("timeout", 1), 1);
        Peer operator = server.peer();
        Peer writer = server.peer()) {
      assertThat(operator.ask("CLIENT PAUSE 2000 WRITE")).isEqualTo("+OK");
      writer.send("SET key 1\r\n");
      assertThat(writer.line()).isEqualTo("+OK");
    }
  }
}
