package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CLIENT PAUSE before a server: what waits, and that nobody else waits with it. */
final class GatewayPauseTest {

  private TestGateway gateway;
  private Peer operator;
  private Peer peer;

  @BeforeEach
  void start() throws Exception {
    gateway = TestGateway.start();
    operator = gateway.peer();
    peer = gateway.peer();
  }

  @AfterEach
  void close() {
    peer.close();
    operator.close();
    gateway.close();
  }

  private void pauseWrites() {
    assertThat(operator.ask("CLIENT PAUSE 600000 WRITE")).isEqualTo("+OK");
  }

  private void awaitBlocked(long count) {
    await().until(() -> operator.info("blocked_clients") == count);
  }

  private void unpause() {
    assertThat(operator.ask("CLIENT UNPAUSE")).isEqualTo("+OK");
    awaitBlocked(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET key 1",
        "PUBLISH news x",
        "PFCOUNT key",
        "EVAL 'return 1' 0",
        "EVAL '#!lua\\n return 1' 0",
        "EVALSHA aa 0",
        "NOSUCHCOMMAND"
      })
  void whatMayWriteWaitsAndReadsOfOthersPass(String command) {
    pauseWrites();
    peer.send(command.replace("'", "\"") + "\r\n");
    awaitBlocked(1);
    assertThat(operator.ask("GET key")).isEqualTo("$-1");
    unpause();
    assertThat(peer.line()).isNotEmpty();
  }

  @Test
  void aScriptThatPromisesToWriteNothingRuns() {
    pauseWrites();
    assertThat(peer.ask("EVAL \"#!lua flags=no-writes\\n return 7\" 0")).isEqualTo(":7");
    assertThat(peer.ask("EVAL_RO \"return 8\" 0")).isEqualTo(":8");
    unpause();
  }

  @Test
  void theEndOfATransactionWaitsIfItWrites() {
    assertThat(peer.ask("MULTI")).isEqualTo("+OK");
    assertThat(peer.ask("SET key 1")).isEqualTo("+QUEUED");
    try (Peer reader = gateway.peer()) {
      assertThat(reader.ask("MULTI")).isEqualTo("+OK");
      assertThat(reader.ask("GET key")).isEqualTo("+QUEUED");
      pauseWrites();
      peer.send("EXEC\r\n");
      awaitBlocked(1);
      assertThat(reader.ask("EXEC")).isEqualTo("*1");
      assertThat(reader.line()).isEqualTo("$-1");
    }
    unpause();
    assertThat(peer.line()).isEqualTo("*1");
    assertThat(peer.line()).isEqualTo("+OK");
  }

  @Test
  void aWholeTransactionInOneReadWaitsBeforeItsFirstWrite() {
    pauseWrites();
    peer.send("MULTI\r\nSET key 1\r\nEXEC\r\nGET key\r\n");
    awaitBlocked(1);
    assertThat(operator.ask("GET key")).isEqualTo("$-1");
    unpause();
    String expected = "+OK\r\n+QUEUED\r\n*1\r\n+OK\r\n$1\r\n1\r\n";
    assertThat(peer.exactly(expected.length())).isEqualTo(expected);
  }

  @Test
  void thePauseItselfCannotBePartOfATransaction() {
    assertThat(peer.ask("MULTI")).isEqualTo("+OK");
    assertThat(peer.ask("CLIENT PAUSE 10")).startsWith("-ERR CLIENT PAUSE and UNPAUSE cannot");
    assertThat(peer.ask("DISCARD")).isEqualTo("+OK");
    try (Peer direct = gateway.direct()) {
      assertThat(direct.ask("SET key 1")).isEqualTo("+OK");
    }
  }
}
