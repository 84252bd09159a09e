package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import io.ostiary.peer.TestTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one client asks takes effect and is answered in its order, whichever way it goes. */
final class OrderTest {

  private TestGateway gateway;
  private Peer peer;
  private Peer other;

  @BeforeEach
  void start() throws Exception {
    gateway = TestGateway.start(TestTransport.best(), 2);
    peer = gateway.peer();
    other = gateway.peer();
  }

  @AfterEach
  void close() {
    peer.close();
    other.close();
    gateway.close();
  }

  /** Lines that are separated by bars. */
  private static String lines(String text) {
    return text.replace(" | ", "\r\n") + "\r\n";
  }

  private void assertAnswers(String requests, String replies) {
    String expected = lines(replies);
    peer.send(lines(requests));
    assertThat(peer.exactly(expected.length())).isEqualTo(expected);
  }

  @Test
  void whatIsAnsweredHereKeepsItsPlaceAmongRepliesFromThere() {
    for (int i = 0; i < 50; i++) {
      assertAnswers(
          "SET n 0 | PING | INCR n | INCR n | PING | PING | INCR n | ECHO x",
          "+OK | +PONG | :1 | :2 | +PONG | +PONG | :3 | $1 | x");
    }
  }

  @Test
  void aSelectedDatabaseHoldsFromTheNextCommandOn() {
    for (int i = 0; i < 20; i++) {
      assertAnswers(
          "SET k 0 | SELECT 1 | SET k 1 | GET k | SELECT 0 | GET k | SELECT 1 | DEL k | "
              + "SELECT 0 | GET k",
          "+OK | +OK | +OK | $1 | 1 | +OK | $1 | 0 | +OK | :1 | +OK | $1 | 0");
    }
  }

  @Test
  void whatIsSlowIsDoneBeforeWhatComesBehindIt() {
    for (int i = 0; i < 20; i++) {
      assertAnswers(
          "SET k 1 | EVAL \"redis.call('INCR', 'k') return 5\" 0 | GET k | INCR k | "
              + "EVAL \"return redis.call('GET', 'k')\" 0 | DEL k",
          "+OK | :5 | $1 | 2 | :3 | $1 | 3 | :1");
    }
  }

  @Test
  void aBlockingCommandTakesWhatWasPushedBeforeItAndNothingThatComesBehind() {
    for (int i = 0; i < 20; i++) {
      assertAnswers(
          "RPUSH list a | BLPOP list 0 | RPUSH list b | LLEN list | PING | DEL list",
          ":1 | *2 | $4 | list | $1 | a | :1 | :1 | +PONG | :1");
    }
  }

  @Test
  void watchAndTransactionsAreInterleavedWithOtherCommandsInOrder() {
    for (int i = 0; i < 20; i++) {
      assertAnswers(
          "SET k 1 | WATCH k | INCR k | MULTI | GET k | EXEC | GET k | MULTI | INCR k | "
              + "PING | EXEC | GET k",
          "+OK | +OK | :2 | +OK | +QUEUED | *-1 | $1 | 2 | +OK | +QUEUED | +QUEUED | *2 | "
              + ":3 | +PONG | $1 | 3");
    }
  }

  @Test
  void aDatabaseThatIsSelectedWithinATransactionHoldsAfterIt() {
    assertAnswers(
        "MULTI | SELECT 2 | SET k two | EXEC | GET k | SELECT 0 | GET k",
        "+OK | +QUEUED | +QUEUED | *2 | +OK | +OK | $3 | two | +OK | $-1");
    assertAnswers("MULTI | SELECT 2 | DISCARD | GET k", "+OK | +QUEUED | +OK | $-1");
  }

  @Test
  void aDatabaseThatIsNotThereIsNotSelectedByATransactionEither() {
    assertAnswers(
        "MULTI | SELECT 99 | EXEC | GET k | PING",
        "+OK | +QUEUED | *1 | -ERR DB index is out of range | $-1 | +PONG");
  }

  @Test
  void repliesThatAreNotWantedAreLeftOutAndTheirCommandsDone() {
    assertAnswers(
        "CLIENT REPLY SKIP | SET k 1 | GET k | CLIENT REPLY OFF | INCR k | PING | "
            + "BLPOP none 0.01 | MULTI | INCR k | EXEC | CLIENT REPLY ON | GET k",
        "$1 | 1 | +OK | $1 | 3");
    assertAnswers(
        "EVAL \"return 1\" 0 | CLIENT REPLY SKIP | EVAL \"return 2\" 0 | GET k", ":1 | $1 | 3");
  }

  @Test
  void aProtocolHoldsFromTheReplyOfHelloOn() {
    peer.send("GET none\r\nHELLO 3\r\nGET none\r\nHELLO 2\r\nGET none\r\n");
    assertThat(peer.line()).isEqualTo("$-1");
    assertThat(peer.line()).isEqualTo("%7");
    String line = peer.line();
    while (!line.equals("_")) {
      line = peer.line();
    }
    assertThat(peer.line()).isEqualTo("*14");
    while (!line.equals("$-1")) {
      line = peer.line();
    }
  }

  @Test
  void aSlowCommandOfOneClientHoldsUpNobodyElse() {
    assertThat(other.ask("SET k 1")).isEqualTo("+OK");
    peer.send("EVAL \"return 1\" 0\r\nBLPOP none 0\r\nGET k\r\n");
    assertThat(peer.line()).isEqualTo(":1");
    assertThat(other.askBulk("GET k")).isEqualTo("1");
    await().until(() -> other.info("pinned_blocking") == 1);
    assertThat(other.ask("RPUSH none x")).isEqualTo(":1");
    assertThat(peer.line()).isEqualTo("*2");
    assertThat(peer.exactly("$4\r\nnone\r\n$1\r\nx\r\n".length())).endsWith("x\r\n");
    assertThat(peer.line()).isEqualTo("$1");
  }

  @Test
  void aLongPipelineOfAllKindsIsAnsweredInOrder() throws Exception {
    StringBuilder requests = new StringBuilder();
    StringBuilder replies = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      requests.append("ECHO ").append(i).append("\r\n");
      replies.append('$').append(String.valueOf(i).length()).append("\r\n").append(i);
      replies.append("\r\n");
      switch (i % 50) {
        case 7 -> {
          requests.append("EVAL \"return 9\" 0\r\n");
          replies.append(":9\r\n");
        }
        case 17 -> {
          requests.append("MULTI\r\nINCR n\r\nEXEC\r\n");
          replies.append("+OK\r\n+QUEUED\r\n*1\r\n:").append(i / 50 + 1).append("\r\n");
        }
        case 27 -> {
          requests.append("WATCH n\r\nUNWATCH\r\n");
          replies.append("+OK\r\n+OK\r\n");
        }
        case 37 -> {
          requests.append("RPUSH l x\r\nBRPOP l 0\r\n");
          replies.append(":1\r\n*2\r\n$1\r\nl\r\n$1\r\nx\r\n");
        }
        default -> {
          requests.append("EXISTS none\r\nPING\r\n");
          replies.append(":0\r\n+PONG\r\n");
        }
      }
    }
    Thread sender = new Thread(() -> peer.send(requests.toString()));
    sender.start();
    assertThat(peer.exactly(replies.length())).isEqualTo(replies.toString());
    sender.join();
  }
}
