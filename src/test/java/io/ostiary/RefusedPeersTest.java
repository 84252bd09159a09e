package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.EachTransport;
import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Peers of several addresses at deny-from and allow-from, and what an operator sees of them. */
final class RefusedPeersTest {

  private static final String DENIED =
      "-DENIED connections from your address are refused (deny-from)";

  private static final JsonObject BOTH_FAMILIES =
      new JsonObject().put("port", -1).put("bind", new JsonArray().add("127.0.0.1").add("-::1"));

  private static Stream<String> lines(Peer admin, String command) {
    return admin.askBulk(command).lines();
  }

  @EachTransport
  void aPeerOfADeniedNetworkReadsWhyAndIsListed(TestTransport transport) throws Exception {
    try (Served server = Served.on(transport, BOTH_FAMILIES, 2);
        Peer admin = server.peer()) {
      assertThat(admin.ask("CONFIG SET deny-from \"127.0.0.8/29 ::1\"")).isEqualTo("+OK");
      try (Peer denied = Peer.from("127.0.0.9", "127.0.0.1", server.port());
          Peer other = Peer.from("127.0.0.7", "127.0.0.1", server.port());
          Peer overIpv6 = Peer.from("::1", "::1", server.port())) {
        assertThat(denied.line()).isEqualTo(DENIED);
        assertThat(denied.rest()).isEmpty();
        assertThat(overIpv6.line()).isEqualTo(DENIED);
        assertThat(other.ask("PING")).isEqualTo("+PONG");
      }
      assertThat(admin.info("refusals_deny_from")).isEqualTo(2);
      assertThat(admin.info("refusals_maxclients")).isZero();
      assertThat(admin.info("rejected_connections")).isEqualTo(2);
      assertThat(lines(admin, "CLIENT REFUSALS"))
          .hasSize(2)
          .allMatch(line -> line.endsWith(" listener=tcp rule=deny-from count=1"))
          .anyMatch(line -> line.contains(" addr=[::1]:"))
          .anyMatch(line -> line.contains(" addr=127.0.0.9:"));
      assertThat(lines(admin, "CLIENT REFUSALS COUNT 1")).hasSize(1);
      assertThat(admin.ask("CONFIG SET deny-from \"\"")).isEqualTo("+OK");
      try (Peer again = Peer.from("127.0.0.9", "127.0.0.1", server.port())) {
        assertThat(again.ask("PING")).isEqualTo("+PONG");
      }
    }
  }

  @EachTransport
  void onlyPeersOfAnAllowedNetworkComeIn(TestTransport transport) throws Exception {
    JsonObject config = Served.local().put("allow-from", "127.0.0.0/29");
    try (Served server = Served.on(transport, config, 1);
        Peer inside = Peer.from("127.0.0.5", "127.0.0.1", server.port());
        Peer outside = Peer.from("127.0.0.9", "127.0.0.1", server.port())) {
      assertThat(inside.ask("PING")).isEqualTo("+PONG");
      assertThat(outside.line())
          .isEqualTo("-DENIED connections are admitted from other addresses only (allow-from)");
      assertThat(inside.info("refusals_allow_from")).isEqualTo(1);
    }
  }

  @EachTransport
  void anAddressThatConnectsTooOftenReadsWhyAndOthersComeIn(TestTransport transport)
      throws Exception {
    JsonObject config =
        Served.local()
            .put("max-connection-rate-per-address", 1)
            .put("max-connection-rate-per-address-burst", 3)
            .put("maxclients-per-address", 2);
    // Several loops might judge them in another order than they came.
    try (Served server = Served.on(transport, config, 1);
        Peer admin = server.peer();
        Peer first = Peer.from("127.0.0.9", "127.0.0.1", server.port());
        Peer second = Peer.from("127.0.0.9", "127.0.0.1", server.port());
        Peer third = Peer.from("127.0.0.9", "127.0.0.1", server.port())) {
      assertThat(first.ask("PING")).isEqualTo("+PONG");
      assertThat(second.ask("PING")).isEqualTo("+PONG");
      assertThat(third.line())
          .isEqualTo(
              "-ERR max number of clients from your address reached (maxclients-per-address)");
      assertThat(admin.ask("CONFIG SET max-connection-rate-per-address-burst 1")).isEqualTo("+OK");
      // On a machine that stalls for a second, a token may have come back.
      await()
          .untilAsserted(
              () -> {
                try (Peer fast = Peer.from("127.0.0.9", "127.0.0.1", server.port())) {
                  assertThat(fast.line()).endsWith("try later (max-connection-rate-per-address)");
                }
              });
      try (Peer other = Peer.from("127.0.0.8", "127.0.0.1", server.port())) {
        assertThat(other.ask("PING")).isEqualTo("+PONG");
      }
    }
  }

  @EachTransport
  void whoHasLeftIsListedWithTheReason(TestTransport transport) throws Exception {
    try (Served server = Served.on(transport, Served.local(), 2);
        Peer admin = server.peer()) {
      Peer quits = server.peer();
      quits.ask("CLIENT SETNAME quitter");
      assertThat(quits.ask("QUIT")).isEqualTo("+OK");
      Peer killed = server.peer();
      String id = killed.ask("CLIENT ID").substring(1);
      assertThat(admin.ask("CLIENT KILL ID " + id)).isEqualTo(":1");
      assertThat(killed.rest()).isEmpty();
      await().untilAsserted(() -> assertThat(admin.info("departures_client_kill")).isEqualTo(1));
      assertThat(admin.info("departures_quit")).isEqualTo(1);
      assertThat(lines(admin, "CLIENT DEPARTURES"))
          .hasSize(2)
          .anyMatch(line -> line.contains(" id=" + id + " ") && line.endsWith("=client-kill"))
          .anyMatch(
              line ->
                  line.contains(" name=quitter user=default age=0 tot-cmds=2 ")
                      && line.endsWith(" reason=quit"));
      assertThat(admin.ask("CONFIG RESETSTAT")).isEqualTo("+OK");
      assertThat(admin.info("departures_quit")).isZero();
      quits.close();
      killed.close();
    }
  }

  @Test
  void refusesOtherWordsThanACount() throws Exception {
    try (Served server = Served.with(Served.local(), 1);
        Peer admin = server.peer()) {
      assertThat(admin.ask("CLIENT REFUSALS 5")).isEqualTo("-ERR syntax error");
      assertThat(admin.ask("CLIENT REFUSALS COUNT 0"))
          .isEqualTo("-ERR COUNT should be greater than 0");
      assertThat(admin.ask("CLIENT DEPARTURES COUNT many"))
          .isEqualTo("-ERR COUNT should be greater than 0");
      assertThat(admin.askBulk("CLIENT DEPARTURES COUNT 99999999999")).isEmpty();
    }
  }
}
