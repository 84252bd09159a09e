package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.peer.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LauncherIT {

  private static final String NATIVELY = "{\"preferNativeTransport\": true}";

  /** Vert.x's own launchers. */
  enum Launcher {
    LEGACY("io.vertx.core.Launcher run"),
    APPLICATION("io.vertx.launcher.application.VertxApplication");

    private final String command;

    Launcher(String command) {
      this.command = command;
    }

    Start start(String... options) {
      List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
      words.add("io.ostiary.ListenerVerticle");
      words.addAll(List.of(options));
      return Start.mainClass(words.toArray(String[]::new));
    }
  }

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"LEGACY, nio", "LEGACY, epoll", "APPLICATION, nio", "APPLICATION, epoll"})
  void servesOnSeveralInstances(Launcher launcher, String transport) throws IOException {
    String file = config("{\"port\": -1, \"maxclients\": 3}");
    String options = transport.equals("epoll") ? NATIVELY : "{}";
    try (OstiaryProcess server =
        launcher.start("-conf", file, "-instances", "2", "-options", options).untilReady()) {
      int port = server.port();
      assertThat(RedisCli.ask(port, "INFO", "server")).contains("multiplexing_api:" + transport);
      assertThat(RedisCli.ask(port, "-h", "::1", "SET", "a", "b")).isEqualTo("OK");
      assertThat(RedisCli.ask(port, "-h", "127.0.0.1", "GET", "a")).isEqualTo("b");
      assertThat(RedisCli.ask(port, "CONFIG", "GET", "maxclients")).isEqualTo("maxclients\n3");
      refusesTheFourth(server);
    }
  }

  private static void refusesTheFourth(OstiaryProcess server) {
    try (Peer first = server.peer();
        Peer second = server.peer();
        Peer third = server.peer()) {
      for (Peer peer : List.of(first, second, third)) {
        assertThat(peer.ask("PING")).isEqualTo("+PONG");
      }
      try (Peer fourth = server.peer()) {
        assertThat(fourth.rest()).isEqualTo("-ERR max number of clients reached\r\n");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesEveryDirectiveThatTheServerTakes(Launcher launcher) throws IOException {
    Path conf = Files.writeString(folder.resolve("redis.conf"), "maxclients 41\ntimeout 9\n");
    String json =
        """
        {"config-file": "%s", "port": -1, "bind": ["127.0.0.1", "::1"], "maxclients": 42,
         "requirepass": "sesame", "protected-mode": false, "databases": 3, "save": "900 1"}
        """
            .formatted(conf);
    try (OstiaryProcess server =
        launcher.start("-conf", config(json)).environment("OSTIARY_TIMEOUT", "10").untilReady()) {
      int port = server.port();
      assertThat(server.log())
          .contains("Listening on 127.0.0.1:" + port, "Listening on [::1]:" + port)
          .containsOnlyOnce("save is a Redis directive that Ostiary has no use for");
      assertThat(RedisCli.ask(port, "PING")).startsWith("NOAUTH");
      assertThat(value(port, "maxclients")).isEqualTo("42");
      assertThat(value(port, "timeout")).isEqualTo("10");
      assertThat(value(port, "databases")).isEqualTo("3");
      assertThat(value(port, "protected-mode")).isEqualTo("no");
    }
  }

  private static String value(int port, String directive) {
    String[] lines =
        RedisCli.ask(port, "--no-auth-warning", "-a", "sesame", "CONFIG", "GET", directive)
            .split("\n", -1);
    return lines[lines.length - 1];
  }

  @ParameterizedTest
  @EnumSource
  void aSignalEndsItInOrder(Launcher launcher) throws IOException {
    String file = config("{\"port\": -1}");
    try (OstiaryProcess server = launcher.start("-conf", file).untilReady();
        Peer peer = server.peer()) {
      assertThat(peer.ask("PING")).isEqualTo("+PONG");

      server.signal("TERM");

      assertThat(peer.rest()).isEmpty();
      // 128 + 15: these launchers do not set an exit status of their own.
      assertThat(server.end().status()).isEqualTo(143);
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysWhatIsWrongWithTheConfiguration(Launcher launcher) throws IOException {
    Ended ended = launcher.start("-conf", config("{\"maxclients\": \"many\"}")).untilEnd();

    assertThat(ended.out() + ended.err())
        .contains("\"maxclients\":\"many\"")
        .contains("maxclients takes a whole number from 1 to 2147483647");
  }

  @ParameterizedTest
  @EnumSource
  void aBadConfigurationEndsItWithAStatusThatSaysSo(Launcher launcher) throws IOException {
    String file = config("{\"port\": \"x\"}");

    Ended ended = launcher.start("-conf", file, "-instances", "2").untilEnd();

    assertThat(ended.status()).as("%s", ended).isEqualTo(15);
  }

  @ParameterizedTest
  @EnumSource
  void anAddressThatCannotBeHadEndsItWithAStatusThatSaysSo(Launcher launcher) throws IOException {
    // An address reserved for documentation.
    String file = config("{\"port\": -1, \"bind\": \"203.0.113.7\"}");

    assertThat(launcher.start("-conf", file).untilEnd().status()).isEqualTo(15);
  }

  @ParameterizedTest
  @EnumSource
  void aConfigurationFileThatIsMissingEndsIt(Launcher launcher) {
    String missing = folder.resolve("missing settings.json").toString();

    for (List<String> words : List.of(List.of("-conf", missing), List.of("--conf=" + missing))) {
      Ended ended = launcher.start(words.toArray(String[]::new)).untilEnd();

      assertThat(ended.status()).as("%s", ended).isEqualTo(15);
      assertThat(ended.out() + ended.err())
          .contains("-conf " + missing + "\nthere is no such file")
          .doesNotContain("Ready to accept");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConfigurationThatIsNoJsonEndsItAndIsNotRepeated(Launcher launcher) {
    Ended ended = launcher.start("-conf", "{\"requirepass\": \"sesame\",,}").untilEnd();

    assertThat(ended.status()).as("%s", ended).isEqualTo(15);
    assertThat(ended.out() + ended.err()).contains("-conf holds no valid JSON object");
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyConfigurationIsOne(Launcher launcher) throws IOException {
    Start start = launcher.start("-conf", config("{}")).environment("OSTIARY_PORT", "-1");
    try (OstiaryProcess server = start.untilReady();
        Peer peer = server.peer()) {
      assertThat(peer.ask("PING")).isEqualTo("+PONG");
    }
  }

  private String config(String json) throws IOException {
    return Files.writeString(folder.resolve("settings.json"), json).toString();
  }
}
