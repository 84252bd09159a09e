package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.EachTransport;
import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/**
 * login-timeout, auth-failure-delay, auth-failure-limit and maxclients-per-user, on real sockets.
 */
final class LoginLimitsTest {

  private static final String WRONG =
      "-WRONGPASS invalid username-password pair or user is disabled.";

  private static JsonObject guarded() {
    return Served.local().put("requirepass", "sesame");
  }

  private static Peer loggedIn(Served server) {
    Peer peer = server.peer();
    assertThat(peer.ask("AUTH sesame")).isEqualTo("+OK");
    return peer;
  }

  @EachTransport
  void whoDoesNotLogInIsClosedAndWhoHasIsNot(TestTransport transport) throws Exception {
    JsonObject config = guarded().put("login-timeout", 1);
    try (Served server = Served.on(transport, config, 1);
        Peer inside = loggedIn(server);
        Peer silent = server.peer();
        Peer talkative = server.peer()) {
      assertThat(talkative.ask("PING")).startsWith("-NOAUTH");
      assertThat(silent.rest()).isEmpty();
      assertThat(talkative.rest()).isEmpty();
      assertThat(inside.ask("PING")).isEqualTo("+PONG");
      await().untilAsserted(() -> assertThat(inside.info("departures_login_timeout")).isEqualTo(2));
      assertThat(inside.ask("RESET")).isEqualTo("+RESET");
      assertThat(inside.ask("AUTH sesame")).as("a reset begins the time anew").isEqualTo("+OK");
    }
  }

  @Test
  void withoutAPasswordNobodyHasToLogIn() throws Exception {
    JsonObject config = Served.local().put("login-timeout", 1);
    try (Served server = Served.with(config, 1);
        Peer peer = server.peer();
        Peer watcher = server.peer()) {
      long begin = System.nanoTime();
      await().until(() -> System.nanoTime() - begin > 1_600_000_000L);
      assertThat(peer.ask("PING")).isEqualTo("+PONG");
      assertThat(watcher.info("departures_login_timeout")).isZero();
    }
  }

  @EachTransport
  void tooManyWrongPasswordsCloseTheDoorForTheirAddressAlone(TestTransport transport)
      throws Exception {
    JsonObject config = guarded().put("auth-failure-limit", 3).put("auth-failure-window", 600);
    try (Served server = Served.on(transport, config, 2);
        Peer admin = loggedIn(server);
        Peer guesser = Peer.from("127.0.0.9", "127.0.0.1", server.port());
        Peer beside = Peer.from("127.0.0.9", "127.0.0.1", server.port())) {
      assertThat(beside.ask("PING")).startsWith("-NOAUTH");
      assertThat(guesser.ask("AUTH a")).isEqualTo(WRONG);
      assertThat(guesser.ask("HELLO 3 AUTH default b")).isEqualTo(WRONG);
      guesser.send("AUTH c\r\nAUTH sesame\r\n");
      assertThat(guesser.line()).isEqualTo(WRONG);
      assertThat(guesser.rest()).as("what was sent behind is not judged").isEmpty();
      assertThat(beside.ask("AUTH sesame")).contains("(auth-failure-limit)");
      assertThat(beside.rest()).isEmpty();
      try (Peer again = Peer.from("127.0.0.9", "127.0.0.1", server.port())) {
        assertThat(again.line())
            .isEqualTo(
                "-ERR too many failed logins from your address, try later (auth-failure-limit)");
      }
      loggedIn(server).close();
      assertThat(admin.info("failed_logins")).isEqualTo(3);
      assertThat(admin.info("refusals_auth_failure_limit")).isEqualTo(1);
      await()
          .untilAsserted(
              () -> assertThat(admin.info("departures_auth_failure_limit")).isEqualTo(2));
    }
  }

  @EachTransport
  void answersOfAnAddressThatFailsComeOneInADelay(TestTransport transport) throws Exception {
    JsonObject config = guarded().put("auth-failure-delay", 50);
    try (Served server = Served.on(transport, config, 2);
        Peer first = server.peer();
        Peer second = server.peer()) {
      long begin = System.nanoTime();
      first.send("AUTH x\r\n".repeat(6));
      second.send("AUTH x\r\n".repeat(5));
      for (int i = 0; i < 6; i++) {
        assertThat(first.line()).isEqualTo(WRONG);
      }
      for (int i = 0; i < 5; i++) {
        assertThat(second.line()).isEqualTo(WRONG);
      }
      // Not how fast, but how slow at least: ten delays lie between eleven answers.
      assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(500_000_000L);
      assertThat(first.ask("AUTH sesame")).isEqualTo("+OK");
      assertThat(first.info("delayed_logins")).isPositive();
    }
  }

  @EachTransport
  void oneClientTooManyOfAUserIsToldAndClosed(TestTransport transport) throws Exception {
    JsonObject config = guarded().put("maxclients-per-user", 2);
    try (Served server = Served.on(transport, config, 2);
        Peer first = loggedIn(server)) {
      Peer second = loggedIn(server);
      try (Peer third = server.peer()) {
        assertThat(third.ask("AUTH sesame"))
            .isEqualTo("-ERR max number of clients of this user reached (maxclients-per-user)");
        assertThat(third.rest()).isEmpty();
      }
      assertThat(second.ask("QUIT")).isEqualTo("+OK");
      second.close();
      await().untilAsserted(() -> assertThat(first.info("connected_clients")).isEqualTo(1));
      loggedIn(server).close();
    }
  }
}
