package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.peer.FreePort;
import io.ostiary.peer.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StartIT {

  /**
   * A file that makes the start fail.
   *
   * @param said what standard error must contain: the place, its text, and what would be valid
   */
  record BadFile(String name, String text, List<String> said) {

    BadFile(String name, String text, String... said) {
      this(name, text, List.of(said));
    }
  }

  @TempDir Path folder;

  static List<BadFile> badFiles() {
    return List.of(
        new BadFile(
            "unknown.conf",
            "port 6390\n\nmaxclient 10\n",
            "in unknown.conf, line 3:\n  maxclient 10\n",
            "did you mean maxclients?"),
        new BadFile(
            "value.conf",
            "# a comment\nmaxclients many\n",
            "in value.conf, line 2:\n  maxclients many\n",
            "maxclients takes a whole number from 1 to 2147483647",
            "for example: maxclients 10000"),
        new BadFile(
            "guard.conf",
            "port 6390\nmaxmemory-clients 5%\n",
            "in guard.conf, line 2:\n  maxmemory-clients 5%\n",
            "maxmemory-clients is not supported yet"),
        new BadFile("tls.conf", "port 0\ntls-port 6391\n", "tls-cert-file is not set"),
        new BadFile(
            "rename.conf",
            "rename-command CONFGI x\n",
            "there is no command 'confgi' to rename",
            "rename-command takes a command and its new name"),
        new BadFile(
            "quote.conf",
            "port 6390\nrequirepass \"open sesame\n",
            "in quote.conf, line 2:\n  requirepass ",
            "quote"),
        new BadFile(
            "outer.conf",
            "port 6390\ninclude inner.conf\n",
            "in outer.conf, line 2:\n  include inner.conf\n",
            "there is no such file"),
        new BadFile(
            "loop.conf",
            "include loop.conf\n",
            "in loop.conf, line 1:\n  include loop.conf\n",
            "a file may not include itself"),
        new BadFile(
            "value.json",
            "{\n  \"port\": 6390,\n  \"timeout\": -1\n}\n",
            "in value.json, line 3:\n  \"timeout\": -1\n",
            "timeout takes",
            "for example: \"timeout\": "),
        new BadFile("syntax.json", "{\n  \"port\": 6390,,\n}\n", "in syntax.json, line 2:", "json"),
        new BadFile(
            "value.yaml",
            "port: 6390\nloglevel: loud\n",
            "in value.yaml, line 2:\n  loglevel: loud\n",
            "loglevel takes",
            "debug, verbose, notice",
            "for example: loglevel: "),
        new BadFile("syntax.yaml", "port: 6390\nbind: [::1\n", "in syntax.yaml, line ", "yaml"),
        new BadFile(
            "value.properties",
            "port=6390\nprotected-mode=maybe\n",
            "in value.properties, line 2:\n  protected-mode=maybe\n",
            "protected-mode takes",
            "for example: protected-mode="));
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void aBadFileEndsTheStart(BadFile bad) throws IOException {
    Files.writeString(folder.resolve(bad.name()), bad.text());

    assertRefused(Start.jar(bad.name()).in(folder).untilEnd(), bad.said());
    assertRefused(Start.jar(bad.name(), "--check").in(folder).untilEnd(), bad.said());
  }

  @Test
  void aMissingFileEndsTheStart() {
    assertRefused(
        Start.jar("nothing.conf").in(folder).untilEnd(), "nothing.conf", "there is no such file");
  }

  static List<BadFile> badArguments() {
    return List.of(
        new BadFile("", "--maxclients many", "--maxclients many", "--maxclients takes a whole"),
        new BadFile("", "--upstream http://a", "--upstream ***", "the scheme must be redis"),
        new BadFile("", "--maxclient 1", "--maxclient 1", "did you mean --maxclients?"),
        new BadFile("", "--port", "--port", "--port takes a port from 1 to 65535"),
        new BadFile("", "-p 6380", "-p", "--port 6380"),
        new BadFile("", "-x", "-x", "--help"));
  }

  @ParameterizedTest
  @MethodSource("badArguments")
  void aBadCommandLineEndsTheStart(BadFile bad) {
    Ended ended = Start.jar(bad.text().split(" ", -1)).in(folder).untilEnd();

    assertRefused(ended, bad.said());
    assertRefused(ended, "on the command line");
  }

  @Test
  void aBadEnvironmentEndsTheStart() {
    assertRefused(
        Start.jar().in(folder).environment("OSTIARY_MAXCLIENTS", "many").untilEnd(),
        "in the environment:\n  OSTIARY_MAXCLIENTS=many\n",
        "OSTIARY_MAXCLIENTS takes a whole number",
        "for example: OSTIARY_MAXCLIENTS=10000");
  }

  @Test
  void aLogfileThatCannotBeWrittenEndsTheStart() {
    String file = folder.resolve("missing/ostiary.log").toString();

    assertRefused(Start.onFreePort("--logfile", file).untilEnd(), file, "logfile takes");
  }

  @Test
  void aPortInUseEndsTheStart() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = "" + other.getLocalPort();

      Ended ended = Start.jar("--bind", "127.0.0.2", "127.0.0.1", "--port", port).untilEnd();

      assertRefused(ended, "127.0.0.1:" + port, "Address already in use", "choose another port");
      assertThat(ended.out()).doesNotContain("Ready");
    }
  }

  @Test
  void anAddressThatTheMachineDoesNotHaveEndsTheStart() {
    // An address reserved for documentation.
    assertRefused(
        Start.onFreePort("--bind", "203.0.113.7").untilEnd(),
        "203.0.113.7:",
        "Cannot assign requested address",
        "-203.0.113.7");
  }

  @Test
  void anAddressThatMayBeMissingDoesNotEndTheStart() {
    try (OstiaryProcess server =
        Start.onFreePort("--bind", "127.0.0.1", "-203.0.113.7").untilReady()) {
      assertThat(server.log()).contains("Not listening on 203.0.113.7:");
      assertThat(RedisCli.ask(server.port(), "PING")).isEqualTo("PONG");
    }
  }

  @Test
  void aPortOfTheSystemsEndsAnotherUsersStart() throws IOException {
    Tool.need("setpriv");
    Path jar = Files.copy(Start.jarFile(), publicFolder().resolve("ostiary.jar"));
    // In its own network, because containers often allow low ports to all users.
    try (NetworkPair network = NetworkPair.create()) {
      Ended ended =
          Start.jarAt(jar, "--bind", "127.0.0.1", "--port", "79")
              .in(jar.getParent())
              .under(network.onServerHost())
              .under("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
              .under("--inh-caps=-all", "--bounding-set=-all")
              .untilEnd();

      assertRefused(ended, "127.0.0.1:79", "Permission denied", "CAP_NET_BIND_SERVICE");
    } finally {
      Files.delete(jar);
      Files.delete(jar.getParent());
    }
  }

  /** A copy, because the project's folders may be closed to other users. */
  private static Path publicFolder() throws IOException {
    Path made = Files.createTempDirectory("ostiary");
    assertThat(made.toFile().setExecutable(true, false)).isTrue();
    assertThat(made.toFile().setReadable(true, false)).isTrue();
    return made;
  }

  @Test
  void helpNamesEveryDirective() {
    Ended ended = Start.jar("--help").in(folder).untilEnd();

    assertThat(ended.status()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .startsWith("Usage: ")
        .contains("--bind", "--port", "--maxclients", "--event-loops", "--check", "--version");
  }

  @Test
  void versionIsOneLine() {
    Ended ended = Start.jar("--version").in(folder).untilEnd();

    assertThat(ended.status()).isZero();
    assertThat(ended.out()).matches("ostiary \\d+\\.\\d+\\.\\d+\\S*\\R");
  }

  @Test
  void checkTellsWhetherAFileIsRightAndStartsNothing() throws IOException {
    Files.writeString(folder.resolve("good.conf"), "port 6390\nsave 900 1\n");
    Files.writeString(folder.resolve("bad.conf"), "port many\n");

    Ended good = Start.jar("good.conf", "--check").in(folder).untilEnd();
    assertThat(good.status()).isZero();
    assertThat(good.out())
        .isEqualTo(
            """
            save is a Redis directive that Ostiary has no use for; ignored in good.conf, line 2
            OK
            """);
    assertThat(good.err()).isEmpty();

    Ended bad = Start.jar("bad.conf", "--check").in(folder).untilEnd();
    assertRefused(bad, "in bad.conf, line 1:\n  port many\n", "port takes");
    assertThat(bad.out()).doesNotContain("OK");
  }

  @Test
  void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() throws IOException {
    Files.writeString(
        folder.resolve("ostiary.conf"), "port 1\nmaxclients 41\ntimeout 41\ndatabases 41\n");
    Start start =
        Start.jar("ostiary.conf", "--maxclients", "43", "--port", "-1")
            .in(folder)
            .environment("OSTIARY_MAXCLIENTS", "42")
            .environment("OSTIARY_TIMEOUT", "42");
    try (OstiaryProcess server = start.untilReady();
        Peer peer = server.peer()) {
      assertThat(value(peer, "maxclients")).isEqualTo("43");
      assertThat(value(peer, "timeout")).isEqualTo("42");
      assertThat(value(peer, "databases")).isEqualTo("41");
    }
  }

  @Test
  void theUsualFileIsReadWithoutBeingNamed() throws IOException {
    Files.createDirectory(folder.resolve("conf"));
    Files.writeString(folder.resolve("conf/ostiary.conf"), "databases 5\n");
    try (OstiaryProcess server = Start.onFreePort().in(folder).untilReady();
        Peer peer = server.peer()) {
      assertThat(value(peer, "databases")).isEqualTo("5");
    }
  }

  @Test
  void theProjectsOwnFileIsRight() {
    // Failsafe runs in the project's folder.
    Path project = Path.of("").toAbsolutePath();
    try (OstiaryProcess server = Start.onFreePort("conf/ostiary.conf").in(project).untilReady();
        Peer peer = server.peer()) {
      assertThat(peer.ask("PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void aFileWrittenForRedisWorks() throws IOException {
    Files.writeString(folder.resolve("users.conf"), "requirepass \"open sesame\"\n");
    Files.writeString(
        folder.resolve("redis.conf"),
        """
        # As Redis's own file has it.
        bind 127.0.0.1 -::1
        protected-mode yes
        tcp-backlog 64
        timeout 0
        tcp-keepalive 300
        daemonize no
        pidfile /var/run/redis_6379.pid
        loglevel notice
        logfile ""
        databases 16
        always-show-logo no
        save 3600 1 300 100
        dbfilename dump.rdb
        dir ./
        replica-serve-stale-data yes
        include users.conf
        MaxClients 500
        appendonly no
        appendfsync everysec
        client-output-buffer-limit normal 0 0 0
        client-output-buffer-limit replica 256mb 64mb 60
        client-output-buffer-limit pubsub 32mb 8mb 60
        hz 10
        """);
    try (OstiaryProcess server = Start.onFreePort("redis.conf").in(folder).untilReady();
        Peer peer = server.peer()) {
      for (String unused : List.of("save", "appendonly", "client-output-buffer-limit")) {
        assertThat(server.log())
            .containsOnlyOnce(unused + " is a Redis directive that Ostiary has no use for");
      }
      assertThat(peer.ask("PING")).isEqualTo("-NOAUTH Authentication required.");
      assertThat(peer.ask("AUTH \"open sesame\"")).isEqualTo("+OK");
      assertThat(value(peer, "maxclients")).isEqualTo("500");
    }
  }

  @Test
  void theLogGoesToItsFileAtItsLevel() throws IOException {
    Path file = folder.resolve("ostiary.log");
    int port = FreePort.find();
    Start start =
        Start.jar("--logfile", file.toString(), "--loglevel", "verbose", "--port", "" + port);
    try (OstiaryProcess server = start.untilReadyIn(file)) {
      try (Peer peer = Peer.to(port)) {
        assertThat(peer.ask("PING")).isEqualTo("+PONG");
      }
      server.signal("TERM");
      assertThat(server.end().status()).isZero();

      assertThat(Files.readString(file))
          .contains("Listening on ", "bye")
          .containsPattern("Accepted 127\\.0\\.0\\.1:\\d+");
      assertThat(server.log()).doesNotContain("Accepted", "Listening");
    }
  }

  @Test
  void warningsAloneAreLoggedWhenNothingElseIsWanted() {
    int port = FreePort.find();
    Start start = Start.jar("--loglevel", "warning", "--port", "" + port);
    try (OstiaryProcess server = start.untilAccepting(port)) {
      server.signal("TERM");

      Ended ended = server.end();
      assertThat(ended.status()).isZero();
      assertThat(ended.out()).doesNotContain("Listening", "Ready", "bye");
    }
  }

  private static String value(Peer peer, String directive) {
    assertThat(peer.ask("CONFIG GET " + directive)).isEqualTo("*2");
    assertThat(peer.line()).startsWith("$");
    assertThat(peer.line()).isEqualTo(directive);
    assertThat(peer.line()).startsWith("$");
    return peer.line();
  }

  private static void assertRefused(Ended ended, String... said) {
    assertRefused(ended, List.of(said));
  }

  private static void assertRefused(Ended ended, List<String> said) {
    assertThat(ended.status()).as("%s", ended).isEqualTo(1);
    assertThat(ended.err()).startsWith("ostiary: ").contains(said);
    // A message for the operator, not a stack trace.
    assertThat(ended.err()).doesNotContain("\tat ", "Exception");
  }
}
