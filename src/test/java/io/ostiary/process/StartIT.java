package io.ostiary.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a start ends, good and bad, and what is said of it. */
final class StartIT {

  @TempDir private Path folder;

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static void assertRefused(Program program, String... words) {
    try (program) {
      assertThat(program.awaitEnd()).as("its exit code, with %s", program.err()).isEqualTo(1);
      assertThat(program.err()).startsWith("ostiary: ").contains(words).doesNotContain("\tat ");
    }
  }

  @Test
  void aBadValueIsNamedByFileLineAndWhatWouldBeRight() throws IOException {
    String conf = file("bad.conf", "port 6380\n\n# many\nmaxclients many\n");
    assertRefused(
        Program.ended(conf), "bad.conf", "line 4", "maxclients many", "a whole number from 1 to");
  }

  @Test
  void aWordThatNoRedisKnowsIsNamed() throws IOException {
    assertRefused(
        Program.ended(file("bad.conf", "maxclient 10\n")),
        "line 1",
        "maxclient 10",
        "did you mean maxclients?");
  }

  @Test
  void unbalancedQuotesAndMissingFilesAreNamed() throws IOException {
    assertRefused(Program.ended(file("bad.conf", "requirepass \"open\n")), "line 1", "quote");
    assertRefused(Program.ended(folder.resolve("none.conf").toString()), "none.conf");
    assertRefused(
        Program.ended(file("include.conf", "include gone.conf\n")), "line 1", "gone.conf");
  }

  @Test
  void badJsonAndBadYamlAreNamedByLine() throws IOException {
    assertRefused(
        Program.ended(file("bad.json", "{\n  \"port\": 6380,\n  \"timeout\": -1\n}\n")),
        "bad.json",
        "line 3");
    assertRefused(
        Program.ended(file("bad.yaml", "port: 6380\nprotected-mode: maybe\n")),
        "bad.yaml",
        "line 2");
  }

  @Test
  void aBadOptionIsNamed() {
    assertRefused(Program.ended("--port", "70000"), "--port 70000", "65535");
    assertRefused(Program.ended("--nosuch", "1"), "--nosuch");
  }

  @Test
  void checkSaysOkOrWhatIsWrongAndServesNobody() throws IOException {
    try (Program good = Program.ended("--check", "--port", "6380")) {
      assertThat(good.awaitEnd()).isZero();
      assertThat(good.out().strip()).isEqualTo("OK");
    }
    assertRefused(Program.ended(file("bad.conf", "timeout soon\n"), "--check"), "line 1");
  }

  @Test
  void helpAndVersionAreShown() {
    try (Program help = Program.ended("--help");
        Program version = Program.ended("--version")) {
      assertThat(help.out()).contains("Usage:", "--maxclients", "--event-loops");
      assertThat(version.out()).matches("ostiary \\d+\\.\\d+\\.\\d+\\S*\\s*");
    }
  }

  @Test
  void aPortInUseIsNamedWithItsAddressAndReason() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(other.getLocalPort());
      assertRefused(
          Program.ended("--port", port, "--bind", "127.0.0.1"),
          "127.0.0.1:" + port,
          "Address already in use");
    }
  }

  @Test
  void anAddressOfAnotherMachineIsNamed() {
    assertRefused(
        Program.ended("--port", "-1", "--bind", "192.0.2.1"),
        "192.0.2.1",
        "Cannot assign requested address");
  }

  @Test
  void aPrivilegedPortIsNamedToOneWhoMayNotHaveIt() throws IOException {
    Tool.require("setpriv", "unshare", "ip");
    Assumptions.assumeTrue(
        Tool.output("id", "-u").strip().equals("0"), "only root can become somebody else");
    Path readable = Files.createTempDirectory("ostiary-jar");
    Path jar = Files.copy(Path.of(Program.jar()), readable.resolve("ostiary.jar"));
    Tool.output("chmod", "-R", "a+rX", readable.toString());
    // In a network of its own, where it is certain which ports are privileged.
    String network =
        "ip link set lo up; echo 1024 > /proc/sys/net/ipv4/ip_unprivileged_port_start; exec \"$@\"";
    List<String> command =
        new ArrayList<>(List.of("unshare", "--net", "sh", "-c", network, "sh", "setpriv"));
    command.addAll(List.of("--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all"));
    command.addAll(List.of(Program.java(), "-jar", jar.toString(), "--port", "79"));
    command.addAll(List.of("--bind", "127.0.0.1"));
    assertRefused(Program.start(command, Map.of()), "127.0.0.1:79", "Permission denied");
  }

  @Test
  void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() throws IOException {
    String conf =
        file("good.conf", "port -1\nmaxclients 10\ntimeout 20\ntcp-keepalive 30\nsave 900 1\n");
    List<String> command = Program.command(conf, "--maxclients", "12");
    try (Program server =
        Program.start(command, Map.of("OSTIARY_MAXCLIENTS", "11", "OSTIARY_TIMEOUT", "21"))
            .ready()) {
      Peer peer = Peer.to(server.port());
      assertThat(configGet(peer, "maxclients")).isEqualTo("12");
      assertThat(configGet(peer, "timeout")).isEqualTo("21");
      assertThat(configGet(peer, "tcp-keepalive")).isEqualTo("30");
      assertThat(server.out().lines().filter(line -> line.contains("save"))).hasSize(1);
      peer.close();
    }
  }

  private static String configGet(Peer peer, String name) {
    assertThat(peer.ask("CONFIG GET " + name)).isEqualTo("*2");
    assertThat(peer.line()).isEqualTo("$" + name.length());
    assertThat(peer.line()).isEqualTo(name);
    assertThat(peer.line()).startsWith("$");
    return peer.line();
  }

  @Test
  void theProjectsOwnConfigurationStarts() {
    String conf = Path.of("conf", "ostiary.conf").toAbsolutePath().toString();
    try (Program server = Program.serving(conf, "--port", "-1")) {
      assertThat(Peer.to(server.port()).ask("PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void theLogGoesToItsFileAtItsLevel() throws IOException {
    Path log = folder.resolve("ostiary.log");
    List<String> command =
        Program.command("--port", "-1", "--logfile", log.toString(), "--loglevel", "verbose");
    try (Program server = Program.start(command, Map.of())) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Files.exists(log) && Files.readString(log).contains("Ready to accept"));
      String text = Files.readString(log);
      int port = Integer.parseInt(text.replaceAll("(?s).*Listening on 0.0.0.0:(\\d+).*", "$1"));
      assertThat(Peer.to(port).ask("PING")).isEqualTo("+PONG");
      assertThat(Files.readString(log)).containsPattern("Accepted 127\\.0\\.0\\.1:\\d+");
      assertThat(server.out()).doesNotContain("Ready");
    }
  }

  @Test
  void aBacklogAboveTheKernelsIsWarnedOfWithBothNumbers() {
    String most = Tool.output("cat", "/proc/sys/net/core/somaxconn").strip();
    try (Program server = Program.serving("--port", "-1", "--tcp-backlog", "1000000")) {
      assertThat(server.out())
          .contains(
              "tcp-backlog is 1000000, but the kernel keeps at most " + most + " connections");
    }
  }
}
