package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StopIT {

  private static final int VALUE_BYTES = 1024 * 1024;
  private static final int REQUESTS = 64;
  private static final String REPLY = "$" + VALUE_BYTES + "\r\n" + "x".repeat(VALUE_BYTES) + "\r\n";

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void aSignalEndsItInOrder(String signal) {
    try (OstiaryProcess server = start();
        Peer peer = server.peer()) {
      assertThat(peer.ask("PING")).isEqualTo("+PONG");

      server.signal(signal);

      assertThat(peer.rest()).isEmpty();
      Ended ended = server.end();
      assertThat(ended.status()).isZero();
      assertThat(ended.out()).contains("Shutting down", "bye");
      assertThat(ended.err()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHUTDOWN", "SHUTDOWN NOSAVE", "SHUTDOWN NOW FORCE"})
  void aClientsShutdownEndsItInOrder(String command) {
    try (OstiaryProcess server = start();
        Peer other = server.peer();
        Peer peer = server.peer()) {
      assertThat(other.ask("PING")).isEqualTo("+PONG");

      // Earlier requests are answered; SHUTDOWN itself only closes the connection.
      assertThat(peer.send("ECHO last\r\n" + command + "\r\n").rest()).isEqualTo("$4\r\nlast\r\n");

      assertThat(other.rest()).isEmpty();
      Ended ended = server.end();
      assertThat(ended.status()).isZero();
      assertThat(ended.err()).isEmpty();
    }
  }

  @Test
  void redisCliSeesTheShutdownSucceed() {
    try (OstiaryProcess server = start()) {
      Ended cli = RedisCli.run(server.port(), "SHUTDOWN");

      assertThat(cli.status()).as("%s", cli).isZero();
      assertThat(server.end().status()).isZero();
    }
  }

  @Test
  void repliesThatAreDueLeaveWhileNobodyNewComesIn() {
    try (OstiaryProcess server = start("--shutdown-timeout", "30");
        Peer slow = peerThatDoesNotRead(server);
        Peer idle = server.peer()) {
      int port = server.port();
      assertThat(idle.ask("PING")).isEqualTo("+PONG");

      server.signal("TERM");

      assertThat(idle.rest()).isEmpty();
      awaitRefusal(port);
      assertThat(server.isAlive()).as("waits for the slow one").isTrue();
      String replies = slow.rest();
      assertThat(replies.length() / REPLY.length()).isPositive();
      assertThat(replies.length() % REPLY.length()).as("bytes of a reply cut short").isZero();
      assertThat(replies).startsWith(REPLY).endsWith(REPLY);
      assertThat(server.end().status()).isZero();
    }
  }

  @Test
  void whoeverDoesNotReadHoldsItUpNoLongerThanTheTimeout() {
    try (OstiaryProcess server = start("--shutdown-timeout", "1");
        Peer deaf = peerThatDoesNotRead(server)) {
      server.signal("TERM");

      Ended ended = server.end(Duration.ofSeconds(8));

      assertThat(ended.status()).isZero();
      assertThat(ended.out()).contains("at most 1 s", "bye");
      deaf.reset();
    }
  }

  @Test
  void idleClientsDoNotHoldItUp() {
    List<Peer> idle = new ArrayList<>();
    try (OstiaryProcess server = start("--shutdown-timeout", "60")) {
      for (int i = 0; i < 100; i++) {
        Peer peer = server.peer();
        idle.add(peer);
        assertThat(peer.ask("PING")).isEqualTo("+PONG");
      }

      server.signal("TERM");

      assertThat(server.end(Duration.ofSeconds(20)).status()).isZero();
      idle.forEach(peer -> assertThat(peer.rest()).isEmpty());
    } finally {
      idle.forEach(Peer::close);
    }
  }

  // Background processes of a shell ignore SIGINT, and children inherit that.
  private static OstiaryProcess start(String... arguments) {
    Tool.need("env");
    return Start.onFreePort(arguments).under("env", "--default-signal=INT").untilReady();
  }

  /** Requests more than all buffers on the way hold. */
  private static Peer peerThatDoesNotRead(OstiaryProcess server) {
    Peer peer = server.peer();
    String value = "x".repeat(VALUE_BYTES);
    peer.send("*3\r\n$3\r\nSET\r\n$3\r\nbig\r\n$" + VALUE_BYTES + "\r\n" + value + "\r\n");
    assertThat(peer.line()).isEqualTo("+OK");
    peer.send("GET big\r\n".repeat(REQUESTS));
    try (Peer other = server.peer()) {
      await()
          .atMost(Spawned.PATIENCE)
          .until(() -> other.askBulk("CLIENT LIST").contains("cmd=get"));
    }
    return peer;
  }

  private static void awaitRefusal(int port) {
    await()
        .atMost(Spawned.PATIENCE)
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> Peer.to(port).close())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasCauseInstanceOf(ConnectException.class));
  }
}
