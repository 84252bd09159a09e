package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.FreePort;
import io.ostiary.peer.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LogFileIT {

  @TempDir Path folder;

  @Test
  void aLogThatWasRenamedGoesOnInANewFile() throws IOException {
    Path file = Files.createDirectory(folder.resolve("log")).resolve("ostiary.log");
    Path rotated = file.resolveSibling("ostiary.log.1");
    int port = FreePort.find();
    try (OstiaryProcess server = start(file.toString(), port).untilReadyIn(file)) {
      Files.move(file, rotated);

      await().until(() -> connectAnd(port, Files.exists(file)));

      long size = Files.size(rotated);
      server.signal("TERM");
      assertThat(server.end().status()).isZero();
      assertThat(Files.readString(file)).endsWith("bye\n");
      assertThat(Files.readString(rotated)).contains("Ready to accept connections");
      assertThat(Files.size(rotated)).isEqualTo(size);
    }
  }

  @Test
  void aFolderThatIsGoneIsToldOnceAndEndsNothing() throws IOException {
    Path gone = Files.createDirectory(folder.resolve("log"));
    Path file = gone.resolve("ostiary.log");
    Path moved = folder.resolve("moved");
    int port = FreePort.find();
    try (OstiaryProcess server = start(file.toString(), port).untilReadyIn(file)) {
      Files.move(gone, moved);

      await().until(() -> connectAnd(port, !server.err().isEmpty()));
      connectAnd(port, true);

      Files.move(moved, gone);
      server.signal("TERM");
      Ended ended = server.end();
      assertThat(ended.status()).isZero();
      assertThat(ended.err().lines()).singleElement().asString().contains(file.toString());
      assertThat(Files.readString(file)).contains("Ready").endsWith("bye\n");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskIsToldOnceAndEndsNothing() {
    int port = FreePort.find();
    try (OstiaryProcess server = start("/dev/full", port).untilAccepting(port)) {
      connectAnd(port, true);

      server.signal("TERM");
      Ended ended = server.end();
      assertThat(ended.status()).isZero();
      assertThat(ended.err().lines())
          .singleElement()
          .asString()
          .startsWith("ostiary: cannot write the log to '/dev/full', ")
          .contains("No space left on device");
    }
  }

  /** At this level every connection is a line. */
  private static Start start(String file, int port) {
    return Start.jar("--logfile", file, "--loglevel", "verbose", "--port", "" + port);
  }

  private static boolean connectAnd(int port, boolean result) {
    try (Peer peer = Peer.to(port)) {
      assertThat(peer.ask("PING")).isEqualTo("+PONG");
    }
    return result;
  }
}
