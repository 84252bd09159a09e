package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.peer.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class TemporaryFolderIT {

  /** A folder in which not even root can create a file. */
  private static final String UNWRITABLE = "-Djava.io.tmpdir=/proc/sys";

  @TempDir Path folder;

  @Test
  void servesByNioWithoutAFolderForTemporaryFilesAndSaysWhy() {
    assertServesByNio(Start.onFreePort().jvm(UNWRITABLE));
  }

  @Test
  void readsJsonWithoutAFolderForTemporaryFiles() throws IOException {
    Path file = Files.writeString(folder.resolve("settings.json"), "{\"databases\": 5}");

    assertServesByNio(Start.onFreePort(file.toString()).jvm(UNWRITABLE));
  }

  @Test
  void servesByNioWhereNoProgramMayRunFromTheTemporaryFolder() {
    Tool.needRoot();
    Tool.need("unshare", "mount");
    String mounted = "mount -t tmpfs -o noexec tmpfs '" + folder + "' && exec \"$@\"";
    Start start = Start.onFreePort().under("unshare", "--mount", "sh", "-c", mounted, "sh");

    assertServesByNio(start.jvm("-Djava.io.tmpdir=" + folder));
  }

  @Test
  void epollWithoutAFolderForItsLibraryEndsTheStart() {
    Ended ended = Start.onFreePort("--transport", "epoll").jvm(UNWRITABLE).untilEnd();

    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.err())
        .startsWith("ostiary: cannot use transport epoll: ")
        .contains("-Dio.netty.native.workdir=", "-Djava.io.tmpdir=")
        .doesNotContain("\tat ", "open-file limit");
  }

  @Test
  void whoeverAsksForNioIsToldNothing() {
    Start start = Start.onFreePort("--transport", "nio").jvm(UNWRITABLE);
    try (OstiaryProcess server = start.untilReady()) {
      assertThat(server.log().lines()).allMatch(line -> line.contains(" INFO "));
    }
  }

  private static void assertServesByNio(Start start) {
    try (OstiaryProcess server = start.untilReady();
        Peer peer = server.peer()) {
      assertThat(peer.ask("PING")).isEqualTo("+PONG");
      assertThat(peer.askBulk("INFO server")).contains("multiplexing_api:nio");
      assertThat(server.log().lines().filter(line -> !line.contains(" INFO ")))
          .singleElement()
          .asString()
          .contains(
              " WARN  Cannot use transport epoll, so the event loops wait with java.nio",
              "-Dio.netty.native.workdir=",
              "-Djava.io.tmpdir=");
    }
  }
}
