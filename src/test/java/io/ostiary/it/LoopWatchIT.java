package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.FaultyServer;
import io.ostiary.peer.Peer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopWatchIT {

  @TempDir Path classes;

  /** Copied, because the tests' log configuration lies beside them. */
  @BeforeEach
  void copyClasses() throws IOException, URISyntaxException {
    Path all =
        Path.of(FaultyServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path from = all.resolve("io/ostiary");
    Path to = Files.createDirectories(classes.resolve("io/ostiary"));
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(LoopWatchIT::isFaultyServer).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static boolean isFaultyServer(Path file) {
    return file.getFileName().toString().startsWith("FaultyServer");
  }

  @Test
  void aLostEventLoopEndsTheProcessAndIsTold() {
    try (OstiaryProcess server = start("nio", "2").untilReady();
        Peer peer = server.peer()) {
      assertThat(peer.ask("LOSELOOP")).isEqualTo("+OK");

      assertLost(server.end());
    }
  }

  @Test
  void aLoopThatDiesInAFullHeapEndsTheProcess() {
    try (OstiaryProcess server = start("auto", "1").jvm("-Xmx32m").untilReady();
        Peer peer = server.peer()) {
      peer.send("FILLHEAP\r\n");

      Ended ended = server.end();

      // The log is not checked: the heap may be too full for a line.
      assertThat(ended.status()).isEqualTo(70);
      assertThat(ended.err()).contains("ostiary: An event loop has ended by an error");
    }
  }

  @Test
  void runningOutOfMemoryForOneConnectionEndsNothing() {
    try (OstiaryProcess server = start("auto", "1").untilReady();
        Peer other = server.peer();
        Peer peer = server.peer()) {
      assertThat(other.ask("PING")).isEqualTo("+PONG");
      peer.send("RUNOUT\r\n").rest();

      assertThat(other.ask("PING")).isEqualTo("+PONG");

      server.signal("TERM");
      assertThat(server.end().status()).isZero();
    }
  }

  @Test
  void aSignalEndsAServerWhoseLoopIsStuck() {
    Start start = start("auto", "1").environment("OSTIARY_SHUTDOWN_TIMEOUT", "1");
    try (OstiaryProcess server = start.untilReady();
        Peer peer = server.peer()) {
      assertThat(peer.ask("PING")).isEqualTo("+PONG");
      peer.send("SPIN\r\n");
      server.signal("TERM");

      Ended ended = server.end();

      assertThat(ended.status()).isEqualTo(70);
      assertThat(ended.out()).contains("An event loop is stuck");
    }
  }

  private Start start(String transport, String eventLoops) {
    return Start.testClass(classes, FaultyServer.class.getName())
        .environment("OSTIARY_TRANSPORT", transport)
        .environment("OSTIARY_EVENT_LOOPS", eventLoops);
  }

  private static void assertLost(Ended ended) {
    assertThat(ended.status()).isEqualTo(70);
    assertThat(ended.err().lines()).singleElement().asString().startsWith("ostiary: An event loop");
    assertThat(ended.out().lines().filter(line -> line.contains(" ERROR ")).toList())
        .singleElement()
        .asString()
        .contains("An event loop has ended by an error", "an error in the loop");
  }
}
