package io.ostiary.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Too few descriptors: at the start, and while it runs. */
final class DescriptorsIT {

  private static Program startWith(int descriptors, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "ulimit -n " + descriptors + "; exec \"$@\"", "sh"));
    command.addAll(Program.command(arguments));
    return Program.start(command, Map.of());
  }

  @Test
  void maxclientsIsLoweredToWhatThereIsRoomForAndSoManyGetIn() {
    try (Program server = startWith(300, "--port", "-1", "--bind", "127.0.0.1").ready();
        Peer first = Peer.to(server.port())) {
      int possible = (int) first.info("maxclients");
      assertThat(possible).isBetween(50, 280);
      assertThat(server.out())
          .contains("maxclients is lowered from 10000 to " + possible)
          .contains("ulimit -n");
      List<Peer> inside = new ArrayList<>();
      for (int i = 1; i < possible; i++) {
        inside.add(Peer.to(server.port()));
        assertThat(inside.get(i - 1).ask("PING")).isEqualTo("+PONG");
      }
      try (Peer refused = Peer.to(server.port())) {
        assertThat(refused.line()).isEqualTo("-ERR max number of clients reached");
      }
      assertThat(first.ask("CONFIG SET maxclients 5000"))
          .contains("The operating system is not able to handle the specified number of clients")
          .endsWith("try with " + possible);
      inside.forEach(Peer::close);
    }
  }

  @Test
  void tooFewForASingleClientEndTheStart() {
    try (Program server = startWith(48, "--port", "-1")) {
      assertThat(server.awaitEnd()).isEqualTo(1);
      assertThat(server.err()).contains("open-file limit").contains("ulimit -n");
    }
  }

  @Test
  void aShortageIsLoggedSeldomAndAcceptingGoesOnWhenItIsOver() {
    Tool.require("prlimit");
    try (Program server = Program.serving("--port", "-1", "--bind", "127.0.0.1");
        Peer inside = Peer.to(server.port())) {
      assertThat(inside.ask("PING")).isEqualTo("+PONG");
      int open = new File("/proc/" + server.pid() + "/fd").list().length;
      limit(server, open + 2);
      List<Peer> waiting = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        waiting.add(Peer.to(server.port()).send("PING\r\n"));
      }
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> server.out().contains("Cannot accept a connection"));
      assertThat(inside.ask("PING")).isEqualTo("+PONG");
      assertThat(server.out().lines().filter(line -> line.contains("Cannot accept")).count())
          .isLessThan(10);
      limit(server, 20_000);
      for (Peer peer : waiting) {
        assertThat(peer.line()).isEqualTo("+PONG");
        peer.close();
      }
    }
  }

  private static void limit(Program server, int descriptors) {
    Tool.output("prlimit", "--pid", "" + server.pid(), "--nofile=" + descriptors + ":20000");
  }
}
