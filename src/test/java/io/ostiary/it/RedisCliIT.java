package io.ostiary.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisCliIT {

  private static OstiaryProcess server;
  private static int port;

  @BeforeAll
  static void start() {
    Tool.need("redis-cli", "script");
    server = Start.onFreePort().untilReady();
    port = server.port();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void pings() {
    assertThat(RedisCli.ask(port, "PING")).isEqualTo("PONG");
    assertThat(RedisCli.ask(port, "PING", "some words")).isEqualTo("some words");
  }

  @Test
  void keepsWhatItIsGiven() {
    assertThat(RedisCli.ask(port, "SET", "greeting", "hello")).isEqualTo("OK");
    assertThat(RedisCli.ask(port, "--no-raw", "GET", "greeting")).isEqualTo("\"hello\"");
    assertThat(RedisCli.ask(port, "--no-raw", "GET", "nothing")).isEqualTo("(nil)");
    assertThat(RedisCli.ask(port, "--no-raw", "INCR", "counter")).isEqualTo("(integer) 1");
  }

  @Test
  void comesInOverBothFamilies() {
    assertThat(RedisCli.ask(port, "-h", "127.0.0.1", "PING")).isEqualTo("PONG");
    assertThat(RedisCli.ask(port, "-h", "::1", "PING")).isEqualTo("PONG");
  }

  @Test
  void tellsAboutItself() {
    assertThat(RedisCli.ask(port, "INFO"))
        .contains("# Server", "tcp_port:" + port, "process_id:" + server.pid())
        .contains("# Clients", "maxclients:", "# Stats", "total_connections_received:");
  }

  @Test
  void watchesTheFigures() {
    try (OstiaryProcess watched = Start.onFreePort().untilReady();
        Peer peer = watched.peer();
        Spawned stat =
            Spawned.start(
                new ProcessBuilder(
                    "stdbuf",
                    "-oL",
                    "redis-cli",
                    "-p",
                    "" + watched.port(),
                    "--stat",
                    "-i",
                    "0.1"))) {
      assertThat(peer.ask("MSET a 1 b 2 c 3")).isEqualTo("+OK");
      assertThat(peer.ask("SET d 4 EX 1000")).isEqualTo("+OK");
      // keys, mem, clients, blocked, requests (+since the last line), connections
      await()
          .until(
              () ->
                  stat.out()
                      .lines()
                      .anyMatch(
                          line -> line.matches("4 +\\d{3}B +2 +0 +\\d{1,3} \\(\\+\\d\\) +[23] *")));
      assertThat(RedisCli.ask(watched.port(), "INFO", "keyspace"))
          .contains("db0:keys=4,expires=1,avg_ttl=0");
    }
  }

  @Test
  void listsTheCaller() {
    assertThat(RedisCli.ask(port, "CLIENT", "LIST"))
        .containsPattern("id=\\d+ addr=127\\.0\\.0\\.1:\\d+ laddr=127\\.0\\.0\\.1:" + port)
        .contains("cmd=client|list", "resp=2");
  }

  @Test
  void speaksResp3() {
    assertThat(RedisCli.ask(port, "-3", "CLIENT", "LIST")).contains("resp=3");
    assertThat(RedisCli.ask(port, "-3", "--no-raw", "CONFIG", "GET", "databases"))
        .isEqualTo("1# \"databases\" => \"16\"");
  }

  @Test
  void saysWhatIsWrong() {
    Ended unknown = RedisCli.run(port, "-e", "FLY", "away");
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.out() + unknown.err())
        .contains("ERR unknown command 'FLY', with args beginning with: 'away'");
    assertThat(RedisCli.ask(port, "GET"))
        .isEqualTo("ERR wrong number of arguments for 'get' command");
    assertThat(RedisCli.ask(port, "CLIENT", "DANCE"))
        .startsWith("ERR unknown subcommand 'DANCE'. Try CLIENT HELP.");
  }

  @Test
  void letsInWhoeverHasThePassword() {
    try (OstiaryProcess locked = Start.onFreePort("--requirepass", "open sesame").untilReady()) {
      int door = locked.port();
      assertThat(RedisCli.ask(door, "PING")).isEqualTo("NOAUTH Authentication required.");
      assertThat(RedisCli.ask(door, "--no-auth-warning", "-a", "open sesame", "PING"))
          .isEqualTo("PONG");
      assertThat(RedisCli.ask(door, "--no-auth-warning", "-3", "-a", "open sesame", "PING"))
          .isEqualTo("PONG");
      Ended wrong = RedisCli.run(door, "--no-auth-warning", "-a", "sesame", "PING");
      assertThat(wrong.out() + wrong.err())
          .contains("WRONGPASS invalid username-password pair or user is disabled.")
          .contains("NOAUTH Authentication required.");
    }
  }

  @Test
  void isHeldByAPersonAtATerminal() {
    String command = "stty cols 200 rows 24; TERM=xterm exec redis-cli -p " + port;
    ProcessBuilder terminal = new ProcessBuilder("script", "-qec", command, "/dev/null");
    try (Spawned person = Spawned.start(terminal);
        Peer other = Peer.to(port)) {
      awaitOutput(person, "127.0.0.1:" + port + ">");
      assertThat(other.askBulk("CLIENT LIST")).contains("cmd=command|docs");

      person.type("set a");
      awaitOutput(person, " value");
      person.type(" 17\r");
      awaitOutput(person, "OK");
      person.type("incr a\r");
      awaitOutput(person, "(integer) 18");

      person.type("quit\r");
      assertThat(person.end().status()).isZero();
    }
  }

  private static void awaitOutput(Spawned spawned, String text) {
    await().atMost(Spawned.PATIENCE).until(() -> spawned.out(), shown -> shown.contains(text));
  }
}
