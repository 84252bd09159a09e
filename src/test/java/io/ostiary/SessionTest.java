package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A client session on the wire. */
final class SessionTest {

  @Test
  void aClientMaySendOneByteAtATime() throws Exception {
    try (Served server = Served.with(Served.local(), 1);
        Peer peer = server.peer()) {
      for (char c : "*2\r\n$4\r\nECHO\r\n$5\r\nhello\r\nPING\r\n".toCharArray()) {
        peer.send(String.valueOf(c));
      }
      assertThat(peer.line()).isEqualTo("$5");
      assertThat(peer.line()).isEqualTo("hello");
      assertThat(peer.line()).isEqualTo("+PONG");
    }
  }

  @Test
  void repliesToAPipelineLeaveInOrder() throws Exception {
    StringBuilder pipeline = new StringBuilder();
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      pipeline.append("INCR n\r\n");
      expected.append(':').append(i + 1).append("\r\n");
    }
    try (Served server = Served.with(Served.local(), 2);
        Peer peer = server.peer()) {
      Thread sender = new Thread(() -> peer.send(pipeline.toString()));
      sender.start();
      assertThat(peer.exactly(expected.length())).isEqualTo(expected.toString());
      sender.join();
    }
  }

  @Test
  void aDeclaredLengthReservesNothing() throws Exception {
    try (Served server = Served.with(Served.local().put("proto-max-bulk-len", "1gb"), 1);
        Peer liar = server.peer();
        Peer other = server.peer()) {
      liar.send("*2\r\n$3\r\nGET\r\n$1073741824\r\n");
      assertThat(other.ask("PING")).isEqualTo("+PONG");
      String list = other.askBulk("CLIENT LIST");
      String line = list.lines().findFirst().orElseThrow();
      assertThat(line).containsPattern(" qbuf=\\d{1,3} qbuf-free=\\d{1,5} ");
    }
  }

  @Test
  void aProtocolErrorIsReadByAClientThatHasSentMore() throws Exception {
    try (Served server =
            Served.of(1, () -> new ListenerVerticle().withTiming(Served.PATIENT_LINGER));
        Peer peer = server.peer()) {
      peer.send("PING\r\n*1\r\n!oops\r\n").send("x".repeat(100_000));
      assertThat(peer.line()).isEqualTo("+PONG");
      assertThat(peer.line()).isEqualTo("-ERR Protocol error: expected '$', got '!'");
      assertThat(peer.rest()).isEmpty();
    }
  }

  @Test
  void whoHasNotGivenThePasswordMaySendLess() throws Exception {
    try (Served server = Served.with(Served.local().put("requirepass", "secret"), 1)) {
      try (Peer many = server.peer().send("*11\r\n")) {
        assertThat(many.line()).isEqualTo("-ERR Protocol error: unauthenticated multibulk length");
      }
      try (Peer big = server.peer().send("*1\r\n$16385\r\n")) {
        assertThat(big.line()).isEqualTo("-ERR Protocol error: unauthenticated bulk length");
      }
      Peer silent = server.peer();
      assertThat(silent.ask("PING")).isEqualTo("-NOAUTH Authentication required.");
      assertThat(silent.ask("AUTH wrong")).startsWith("-WRONGPASS");
      assertThat(silent.ask("AUTH secret")).isEqualTo("+OK");
      assertThat(silent.ask("PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void limitsChangeWhileClientsAreIn() throws Exception {
    try (Served server = Served.with(Served.local(), 2);
        Peer peer = server.peer();
        Peer other = server.peer()) {
      assertThat(peer.ask("CONFIG SET proto-max-bulk-len 1mb client-query-buffer-limit 1mb"))
          .isEqualTo("+OK");
      other.send("*1\r\n$1048577\r\n");
      assertThat(other.line()).isEqualTo("-ERR Protocol error: invalid bulk length");
      String half = "\r\n$600000\r\n" + "a".repeat(600_000);
      try (Peer hoarder = server.peer().send("*3" + half)) {
        assertThat(peer.info("client_query_buffer_limit_disconnections")).isZero();
        hoarder.sendUnlessClosed(half);
        await()
            .untilAsserted(
                () ->
                    assertThat(peer.info("client_query_buffer_limit_disconnections")).isEqualTo(1));
      }
    }
  }

  @Test
  void aClientThatDoesNotReadIsNotReadFromAndGoesOnWhenItReads() throws Exception {
    String value = "v".repeat(100_000);
    int gets = 2_000;
    try (Served server = Served.with(Served.local(), 1);
        Peer greedy = server.peer();
        Peer other = server.peer()) {
      assertThat(other.send("SET big " + value.substring(0, 60_000) + "\r\n").line())
          .isEqualTo("+OK");
      greedy.send("GET big\r\n".repeat(gets));
      // 120 MB of replies are requested and the kernel's buffers are full: a server that did not
      // stop reading would have made them all.
      await().until(() -> other.figureOfTheFirst("omem") > 0);
      await().during(Duration.ofMillis(200)).until(() -> other.figureOfTheFirst("tot-cmds") < gets);
      assertThat(other.figureOfTheFirst("omem")).isLessThan(200_000);
      for (int i = 0; i < gets; i++) {
        assertThat(greedy.line()).isEqualTo("$60000");
        greedy.exactly(60_002);
      }
    }
  }

  @Test
  void anIdleClientIsClosedWhenItsTimeIsUpAndAnActiveOneStays() throws Exception {
    try (Served server = Served.with(Served.local(), 2);
        Peer idle = server.peer();
        Peer active = server.peer()) {
      assertThat(idle.ask("PING")).isEqualTo("+PONG");
      assertThat(active.ask("CONFIG SET timeout 1")).isEqualTo("+OK");
      await().untilAsserted(() -> assertThat(active.info("connected_clients")).isEqualTo(1));
      assertThat(idle.rest()).isEmpty();
      assertThat(active.ask("PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void clientsOnOtherEventLoopsCanBeKilled() throws Exception {
    try (Served server = Served.with(Served.local(), 4);
        Peer killer = server.peer()) {
      Peer[] victims = new Peer[16];
      for (int i = 0; i < victims.length; i++) {
        victims[i] = server.peer();
        assertThat(victims[i].ask("PING")).isEqualTo("+PONG");
      }
      assertThat(killer.ask("CLIENT KILL TYPE normal")).isEqualTo(":16");
      for (Peer victim : victims) {
        assertThat(victim.rest()).isEmpty();
      }
      await().untilAsserted(() -> assertThat(killer.info("connected_clients")).isEqualTo(1));
    }
  }

  @Test
  void whoClosesItselfIsAnsweredFirstAndRunsNothingBehind() throws Exception {
    try (Served server = Served.with(Served.local(), 1)) {
      try (Peer quits = server.peer().send("SET a 1\r\nQUIT\r\nSET a 2\r\n")) {
        assertThat(quits.rest()).isEqualTo("+OK\r\n+OK\r\n");
      }
      try (Peer kills = server.peer()) {
        assertThat(kills.ask("CLIENT KILL SKIPME no TYPE normal")).isEqualTo(":1");
        assertThat(kills.rest()).isEmpty();
      }
      assertThat(server.peer().ask("GET a")).isEqualTo("$1");
    }
  }

  @Test
  void repliesAreLeftOutAsClientReplySays() throws Exception {
    try (Served server = Served.with(Served.local(), 1);
        Peer peer = server.peer()) {
      peer.send("CLIENT REPLY SKIP\r\nECHO a\r\nECHO b\r\n");
      peer.send("CLIENT REPLY OFF\r\nECHO c\r\nCLIENT REPLY ON\r\nPING\r\n");
      assertThat(peer.exactly("$1\r\nb\r\n+OK\r\n+PONG\r\n".length()))
          .isEqualTo("$1\r\nb\r\n+OK\r\n+PONG\r\n");
    }
  }

  @Test
  void resp3IsSpokenFromTheReplyToHelloOn() throws Exception {
    try (Served server = Served.with(Served.local(), 1);
        Peer peer = server.peer()) {
      assertThat(peer.ask("GET none")).isEqualTo("$-1");
      assertThat(peer.ask("HELLO 3")).startsWith("%");
    }
    try (Served server = Served.with(Served.local(), 1);
        Peer peer = server.peer()) {
      peer.send("HELLO 3\r\nGET none\r\nQUIT\r\n");
      assertThat(peer.rest()).contains("\r\n_\r\n");
    }
  }
}
