package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.Peer;
import io.ostiary.peer.TestTransport;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who a client is at the server behind, where that judges logins. */
final class PassthroughTest {

  private TestGateway gateway;
  private Peer peer;

  @BeforeEach
  void start() throws Exception {
    gateway =
        TestGateway.start(
            TestTransport.best(), 1, new JsonObject().put("upstream-auth", "passthrough"));
    peer = gateway.peer();
    try (Peer server = gateway.direct()) {
      for (String user : new String[] {"blue", "red"}) {
        assertThat(server.ask("ACL SETUSER " + user + " on >secret ~* &* +@all")).isEqualTo("+OK");
      }
    }
  }

  @AfterEach
  void close() {
    peer.close();
    gateway.close();
  }

  @Test
  void oneThatLogsInWithinAPinIsTheNewUserThereToo() {
    assertThat(peer.ask("AUTH blue secret")).isEqualTo("+OK");
    assertThat(peer.ask("WATCH k")).isEqualTo("+OK");
    assertThat(peer.askBulk("ACL WHOAMI")).isEqualTo("blue");
    assertThat(peer.ask("AUTH red secret")).isEqualTo("+OK");
    assertThat(peer.askBulk("ACL WHOAMI")).isEqualTo("red");
    assertThat(peer.ask("UNWATCH")).isEqualTo("+OK");
    assertNextPinnedIs("red");
    assertNextPinnedIs("blue");
  }

  @Test
  void oneThatResetsIsTheDefaultUserAgain() {
    assertThat(peer.ask("AUTH blue secret")).isEqualTo("+OK");
    peer.send("WATCH k\r\nACL WHOAMI\r\nRESET\r\nWATCH k\r\nACL WHOAMI\r\n");
    assertThat(peer.exactly("+OK\r\n$4\r\nblue\r\n".length())).endsWith("blue\r\n");
    assertThat(peer.exactly("+RESET\r\n+OK\r\n$7\r\ndefault\r\n".length())).endsWith("default\r\n");
  }

  private void assertNextPinnedIs(String user) {
    try (Peer next = gateway.peer()) {
      assertThat(next.ask("AUTH " + user + " secret")).isEqualTo("+OK");
      assertThat(next.ask("WATCH k")).isEqualTo("+OK");
      assertThat(next.askBulk("ACL WHOAMI")).isEqualTo(user);
    }
  }

  @Test
  void aStrangerIsAnsweredNothingHereWhereTheServerBehindAsksForALogin() {
    try (Peer server = gateway.direct()) {
      assertThat(server.ask("CONFIG SET requirepass secret")).isEqualTo("+OK");
      assertThat(server.ask("CLIENT KILL TYPE normal SKIPME yes")).startsWith(":");
    }
    String noAuth = "-NOAUTH Authentication required.";
    await().untilAsserted(() -> assertThat(peer.ask("GET k")).isEqualTo(noAuth));
    for (String command :
        new String[] {"PING", "CLIENT LIST", "CONFIG SET timeout 1", "SUBSCRIBE x", "INFO"}) {
      assertThat(peer.ask(command)).as(command).isEqualTo(noAuth);
    }
    assertThat(peer.ask("AUTH blue secret")).isEqualTo("+OK");
    assertThat(peer.ask("PING")).isEqualTo("+PONG");
  }
}
