package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A unix socket with redis-cli. */
final class UnixSocketIT {

  @TempDir Path folder;

  private static String ask(Path socket, String... words) {
    List<String> command = new ArrayList<>(List.of("redis-cli", "-s", socket.toString()));
    command.addAll(List.of(words));
    return Spawned.run(command).out();
  }

  @Test
  void servesAndIsGoneWhenTheServerHasEnded() {
    Tool.need("redis-cli");
    Path socket = folder.resolve("o.sock");
    Start start =
        Start.jar("--port", "0", "--unixsocket", socket.toString(), "--unixsocketperm", "700");
    try (OstiaryProcess server = start.untilReady()) {
      assertThat(server.log()).contains("Listening on " + socket);
      assertThat(ask(socket, "SET", "a", "1")).isEqualTo("OK\n");
      assertThat(ask(socket, "GET", "a")).isEqualTo("1\n");
      assertThat(ask(socket, "CLIENT", "LIST")).contains("addr=" + socket + ":0", "flags=U");
      server.signal("TERM");
      assertThat(server.end().status()).isZero();
    }
    assertThat(socket).doesNotExist();
  }

  @Test
  void aSocketThatAKilledServerLeftIsReplaced() {
    Tool.need("redis-cli");
    Path socket = folder.resolve("o.sock");
    Start.jar("--port", "0", "--unixsocket", socket.toString()).untilReady().close();
    assertThat(socket).exists();
    try (OstiaryProcess server =
        Start.jar("--port", "0", "--unixsocket", socket.toString()).untilReady()) {
      assertThat(ask(socket, "PING")).isEqualTo("PONG\n");
      assertThat(server.isAlive()).isTrue();
    }
  }
}
