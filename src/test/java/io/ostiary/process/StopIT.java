package io.ostiary.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.peer.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a server ends. */
final class StopIT {

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void aSignalEndsItInOrder(String signal) {
    try (Program server = Program.serving("--port", "-1");
        Peer idle = Peer.to(server.port())) {
      assertThat(idle.ask("PING")).isEqualTo("+PONG");
      server.signal(signal);
      assertThat(idle.rest()).isEmpty();
      assertThat(server.awaitEnd()).isZero();
      assertThat(server.out()).contains("Shutting down", "bye");
    }
  }

  @Test
  void shutdownEndsItInOrderAndRepliesLeaveBefore() {
    try (Program server = Program.serving("--port", "-1");
        Peer idle = Peer.to(server.port());
        Peer asks = Peer.to(server.port())) {
      assertThat(idle.ask("PING")).isEqualTo("+PONG");
      asks.send("SET a 1\r\nSHUTDOWN\r\n");
      assertThat(asks.rest()).isEqualTo("+OK\r\n");
      assertThat(idle.rest()).isEmpty();
      assertThat(server.awaitEnd()).isZero();
    }
  }
}
