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

  private void assertAnswers(String requests, String replies) {
    peer.send(requests);
    assertThat(peer.exactly(replies.length())).isEqualTo(replies);
  }

  @Test
  void whatIsAnsweredHereKeepsItsPlaceAmongRepliesFromThere() {
    for (int i = 0; i < 50; i++) {
      assertAnswers(
          "SET n 0\r\nPING\r\nINCR n\r\nINCR n\r\nPING\r\nPING\r\nINCR n\r\nECHO x\r\n",
          "+OK\r\n+PONG\r\n:1\r\n:2\r\n+PONG\r\n+PONG\r\n:3\r\n$1\r\nx\r\n");
    }
  }

  @Test
  void aSelectedDatabaseHoldsFromTheNextCommandOn() {
    for (int i = 0; i < 20; i++) {
      assertAnswers(
          "SET k 0\r\nSELECT 1\r\nSET k 1\r\nGET k\r\nSELECT 0\r\nGET k\r\nSELECT 1\r\nDEL k\r\n"
              + "SELECT 0\r\nGET k\r\n",
          "+OK\r\n+OK\r\n+OK\r\n$1\r\n1\r\n+OK\r\n$1\r\n0\r\n+OK\r\n:1\r\n+OK\r\n$1\r\n0\r\n");
    }
  }

  @Test
  void whatIsSlowIsDoneBeforeWhatComesBehindIt() {
    for (int i = 0; i < 20; i++) {
      assertAnswers(
          "SET k 1\r\nEVAL \"redis.call('INCR', 'k') return 5\" 0\r\nGET k\r\nINCR k\r\n"
              + "EVAL \"return redis.call('GET', 'k')\" 0\r\nDEL k\r\n",
          "+OK\r\n:5\r\n$1\r\n2\r\n:3\r\n$1\r\n3\r\n:1\r\n");
    }
  }

  @Test
  void aBlockingCommandTakesWhatWasPushedBeforeItAndNothingThatComesBehind() {
    for (int i = 0; i < 20; i++) {
      assertAnswers(
          "RPUSH list a\r\nBLPOP list 0\r\nRPUSH list b\r\nLLEN list\r\nPING\r\nDEL list\r\n",
          ":1\r\n*2\r\n$4\r\nlist\r\n$1\r\na\r\n:1\r\n:1\r\n+PONG\r\n:1\r\n");
    }
  }

  @Test
  void watchAndTransactionsAreInterleavedWithOtherCommandsInOrder() {
    for (int i = 0; i < 20; i++) {
      assertAnswers(
          "SET k 1\r\nWATCH k\r\nINCR k\r\nMULTI\r\nGET k\r\nEXEC\r\nGET k\r\n"
              + "MULTI\r\nINCR k\r\nPING\r\nEXEC\r\nGET k\r\n",
          "+OK\r\n+OK\r\n:2\r\n+OK\r\n+QUEUED\r\n*-1\r\n$1\r\n2\r\n"
              + "+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n:3\r\n+PONG\r\n$1\r\n3\r\n");
    }
  }

  @Test
  void aDatabaseThatIsSelectedWithinATransactionHoldsAfterIt() {
    assertAnswers(
        "MULTI\r\nSELECT 2\r\nSET k two\r\nEXEC\r\nGET k\r\nSELECT 0\r\nGET k\r\n",
        "+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n+OK\r\n+OK\r\n$3\r\ntwo\r\n+OK\r\n$-1\r\n");
    assertAnswers("MULTI\r\nSELECT 2\r\nDISCARD\r\nGET k\r\n", "+OK\r\n+QUEUED\r\n+OK\r\n$-1\r\n");
  }

  @Test
  void aDatabaseThatIsNotThereIsNotSelectedByATransactionEither() {
    assertAnswers(
        "MULTI\r\nSELECT 99\r\nEXEC\r\nGET k\r\nPING\r\n",
        "+OK\r\n+QUEUED\r\n*1\r\n-ERR DB index is out of range\r\n$-1\r\n+PONG\r\n");
  }

  @Test
  void repliesThatAreNotWantedAreLeftOutAndTheirCommandsDone() {
    assertAnswers(
        "CLIENT REPLY SKIP\r\nSET k 1\r\nGET k\r\nCLIENT REPLY OFF\r\nINCR k\r\nPING\r\n"
            + "BLPOP none 0.01\r\nMULTI\r\nINCR k\r\nEXEC\r\nCLIENT REPLY ON\r\nGET k\r\n",
        "$1\r\n1\r\n+OK\r\n$1\r\n3\r\n");
    assertAnswers(
        "EVAL \"return 1\" 0\r\nCLIENT REPLY SKIP\r\nEVAL \"return 2\" 0\r\nGET k\r\n",
        ":1\r\n$1\r\n3\r\n");
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
