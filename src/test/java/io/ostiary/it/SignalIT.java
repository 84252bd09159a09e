package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalIT {

  @Test
  void theEndOfATerminalSessionEndsNoServer() {
    try (OstiaryProcess server = Start.onFreePort().untilReady();
        Peer peer = server.peer()) {
      server.signal("HUP");

      // Long enough for a shutdown to begin, which takes no new connection.
      await().during(Duration.ofMillis(500)).until(() -> pings(server));
      assertThat(peer.ask("PING")).isEqualTo("+PONG");

      server.signal("TERM");
      assertThat(server.end().status()).isZero();
    }
  }

  private static boolean pings(OstiaryProcess server) {
    try (Peer peer = server.peer()) {
      return peer.ask("PING").equals("+PONG");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 60, 100, 150, 200, 250, 300, 350, 400, 450, 500, 600, 800})
  void aSignalEndsAStartQuietlyAtEveryMoment(int millis) throws InterruptedException {
    try (OstiaryProcess server = Start.onFreePort().start()) {
      // Not awaited: the time of the signal is the parameter.
      Thread.sleep(millis);
      server.signal("TERM");

      assertEndsQuietly(server);
    }
  }

  @Test
  void aSignalEndsAStartQuietlyWhileItOpensItsAddresses() {
    for (int i = 0; i < 3; i++) {
      try (OstiaryProcess server = Start.onFreePort("--event-loops", "16").start()) {
        server.awaitLog(" starts, process ");
        server.signal("TERM");

        assertEndsQuietly(server);
      }
    }
  }

  @Test
  void aSignalEndsAStartThatWaitsForAName(@TempDir Path folder) throws IOException {
    Tool.needRoot();
    Tool.need("unshare", "mount");
    // An address reserved for documentation: nothing answers.
    Path resolver = Files.writeString(folder.resolve("resolv.conf"), "nameserver 203.0.113.1\n");
    String mounted = "mount --bind '" + resolver + "' /etc/resolv.conf && exec \"$@\"";
    Start start =
        Start.onFreePort("--bind", "name.example.org")
            .under("unshare", "--mount", "sh", "-c", mounted, "sh");
    try (OstiaryProcess server = start.start()) {
      server.awaitLog(" starts, process ");
      server.signal("TERM");

      assertEndsQuietly(server);
    }
  }

  private static void assertEndsQuietly(OstiaryProcess server) {
    Ended ended = server.end(Duration.ofSeconds(20));
    if (ended.out().startsWith("Error occurred during initialization of VM")) {
      return; // The JVM's own words and status, before a line of Java has run.
    }
    // 128 + 15: the JVM's own answer, until the server has begun to run.
    assertThat(ended.status()).as("%s", ended).isIn(0, 143);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out().lines()).allMatch(line -> line.contains(" INFO "));
    if (ended.status() == 0) {
      assertThat(ended.out().lines().filter(line -> line.endsWith("bye"))).hasSize(1);
    }
  }
}
