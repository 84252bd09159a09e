package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ostiary.peer.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code conf/jvm.options}, with and without a class archive that fits. */
class StartOptionsIT {

  private static final Path JAR = Path.of("target", "ostiary.jar");
  private static final Path ARCHIVE = Path.of("target", "ostiary.jsa");
  private static final Path OPTIONS = Path.of("conf", "jvm.options");

  // Failsafe runs in the project's folder.
  private final Path project = Path.of("").toAbsolutePath();

  @TempDir Path folder;

  @Test
  void theBuildMakesAnArchiveThatTheOptionsFind() {
    assumeThat(project.resolve(ARCHIVE)).exists();

    // With -Xshare:on the JVM ends if the archive does not fit.
    serves(withOptions(project).jvm("-Xshare:on"));
  }

  @Test
  void theArchiveIsFoundFromAnotherFolder() {
    Path archive = project.resolve(ARCHIVE);
    assumeThat(archive).exists();

    serves(
        Start.jarAt(project.resolve(JAR), "--bind", "127.0.0.1", "--port", "-1")
            .jvm("@" + project.resolve(OPTIONS), "-XX:SharedArchiveFile=" + archive, "-Xshare:on")
            .in(folder));
  }

  @Test
  void servesWithoutAnArchiveAndSaysNothingOfIt() throws IOException {
    serves(withOptions(copy()));
  }

  @Test
  void servesWithABrokenArchiveAndSaysNothingOfIt() throws IOException {
    Path copy = copy();
    Files.writeString(copy.resolve(ARCHIVE), "this is no archive of classes");

    serves(withOptions(copy));
  }

  @Test
  void servesWithTheArchiveOfAnotherJarAndSaysNothingOfIt() throws IOException {
    assumeThat(project.resolve(ARCHIVE)).exists();
    Path copy = copy();
    Files.copy(project.resolve(ARCHIVE), copy.resolve(ARCHIVE));

    serves(withOptions(copy));
  }

  @Test
  void theArchiveOfAMovedFolderIsMadeAnewThere() throws IOException {
    assumeThat(project.resolve(ARCHIVE)).exists();
    Path copy = copy();
    Files.copy(project.resolve(ARCHIVE), copy.resolve(ARCHIVE));
    assertThat(withOptions(copy).jvm("-Xshare:on").untilEnd().status()).isEqualTo(1);

    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder making =
        new ProcessBuilder(java, project.resolve("src/build/ClassArchive.java").toString());
    try (Spawned made = Spawned.start(making.directory(copy.toFile()))) {
      assertThat(made.end(Duration.ofMinutes(2)).status()).isZero();
    }

    serves(withOptions(copy).jvm("-Xshare:on"));
  }

  private Path copy() throws IOException {
    Files.createDirectories(folder.resolve("conf"));
    Files.createDirectories(folder.resolve("target"));
    Files.copy(project.resolve(OPTIONS), folder.resolve(OPTIONS));
    Files.copy(Start.jarFile(), folder.resolve(JAR));
    return folder;
  }

  private static Start withOptions(Path where) {
    return Start.jarAt(JAR, "--bind", "127.0.0.1", "--port", "-1").jvm("@" + OPTIONS).in(where);
  }

  private static void serves(Start start) {
    try (OstiaryProcess server = start.untilReady()) {
      try (Peer peer = server.peer()) {
        assertThat(peer.ask("PING")).isEqualTo("+PONG");
      }
      server.signal("TERM");

      Ended ended = server.end();
      assertThat(ended.status()).isZero();
      assertThat(ended.err()).isEmpty();
      assertThat(ended.out().lines()).allMatch(line -> line.contains(" INFO "));
    }
  }
}
