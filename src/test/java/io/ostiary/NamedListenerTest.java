package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ostiary.admission.Verdict;
import io.ostiary.peer.EachTransport;
import io.ostiary.peer.FreePort;
import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import io.ostiary.settings.ListenerProfile;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Listeners with a name, beside that of the port. */
final class NamedListenerTest {

  private final int port = FreePort.find();

  private JsonObject with(String options) {
    return new OstiaryOptions(Served.local())
        .addListener("inner", "bind=127.0.0.1", "port=" + port, options)
        .toJson();
  }

  @EachTransport
  void itServesAndItsClientsShowItsName(TestTransport on) throws Exception {
    try (Served server = Served.on(on, with("backlog=9"), 2);
        Peer outer = server.peer();
        Peer inner = Peer.to(port)) {
      assertThat(inner.askBulk("CLIENT INFO")).endsWith(" listener=inner\n");
      assertThat(outer.askBulk("CLIENT INFO")).endsWith(" listener=tcp\n");
      assertThat(outer.askBulk("INFO server"))
          .contains("listener0:name=tcp,bind=127.0.0.1,port=" + server.port())
          .contains("listener1:name=inner,bind=127.0.0.1,port=" + port);
    }
  }

  @EachTransport
  void itsPlacesAreCountedExactlyBesideThoseOfAll(TestTransport on) throws Exception {
    try (Served server = Served.on(on, with("maxclients=3"), 3);
        Peer outer = server.peer()) {
      for (int round = 0; round < 3; round++) {
        List<Peer> inside = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          inside.add(Peer.to(port));
          assertThat(inside.get(i).ask("PING")).isEqualTo("+PONG");
        }
        assertThat(Peer.to(port).line()).isEqualTo("-ERR max number of clients reached");
        assertThat(outer.ask("PING")).isEqualTo("+PONG");
        inside.forEach(Peer::close);
        await().until(() -> outer.askBulk("CLIENT LIST").lines().count() == 1);
      }
    }
  }

  @Test
  void aProgramAsksForThePortThatTheSystemChose() throws Exception {
    JsonObject config =
        new OstiaryOptions(Served.local()).addListener("a", "bind=127.0.0.1", "port=-1").toJson();
    try (Served server = Served.with(config, 2)) {
      int chosen = server.verticle().port("a");
      assertThat(chosen).isPositive().isNotEqualTo(server.port());
      assertThat(server.verticle().port("tcp")).isEqualTo(server.port());
      assertThat(server.verticle().port("b")).isZero();
      assertThat(Peer.to(chosen).askBulk("CLIENT INFO")).endsWith(" listener=a\n");
    }
  }

  @Test
  void itsTimeoutIsItsOwn() throws Exception {
    try (Served server = Served.with(with("timeout=1"), 1);
        Peer outer = server.peer();
        Peer inner = Peer.to(port)) {
      assertThat(inner.ask("PING")).isEqualTo("+PONG");
      assertThat(inner.rest()).isEmpty();
      assertThat(outer.ask("PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void aRuleSeesItsRole() throws Exception {
    AtomicInteger admins = new AtomicInteger();
    ListenerVerticle verticle =
        new ListenerVerticle(new OstiaryOptions(with("role=admin")))
            .admission(
                arrival -> {
                  if (arrival.listener().role() == ListenerProfile.Role.ADMIN) {
                    admins.incrementAndGet();
                  }
                  return Verdict.admit();
                });
    try (Served server = Served.of(1, () -> verticle);
        Peer outer = server.peer();
        Peer inner = Peer.to(port)) {
      assertThat(inner.ask("PING")).isEqualTo("+PONG");
      assertThat(outer.ask("PING")).isEqualTo("+PONG");
      assertThat(admins).hasValue(1);
    }
  }

  @EachTransport
  void itComesChangesAndGoesLive(TestTransport on) throws Exception {
    try (Served server = Served.on(on, Served.local(), 3);
        Peer outer = server.peer()) {
      String one = "one bind=127.0.0.1 port=" + port;
      assertThat(outer.ask("CONFIG SET listener \"" + one + "\"")).isEqualTo("+OK");
      try (Peer inner = Peer.to(port)) {
        assertThat(inner.askBulk("CLIENT INFO")).contains(" listener=one");
        assertThat(outer.ask("CONFIG SET listener \"" + one + " maxclients=1\"")).isEqualTo("+OK");
        await().untilAsserted(() -> assertThat(firstLine(port)).startsWith("-ERR max number"));

        assertThat(outer.ask("CONFIG SET listener \"" + one + " port=x\""))
            .contains("argument 'listener'", "listener one: port is given twice");
        assertThat(outer.ask("CONFIG SET listener \"\"")).isEqualTo("+OK");
        await().untilAsserted(() -> assertThatThrownBy(() -> Peer.to(port)).isNotNull());
        assertThat(inner.ask("PING")).isEqualTo("+PONG");
      }
    }
  }

  private static String firstLine(int port) {
    try (Peer peer = Peer.to(port)) {
      return peer.sendUnlessClosed("PING\r\n").line();
    }
  }

  @Test
  void oneThatIsToGuardAndCannotEndsTheStart() {
    assertThatThrownBy(() -> Served.with(with("proxy-protocol=yes"), 1).close())
        .cause()
        .hasMessageContaining("proxy-protocol-networks names no proxy that is believed");
    assertThatThrownBy(() -> Served.with(with("tls=yes"), 1).close())
        .cause()
        .hasMessageContaining("needs a certificate and its key: tls-cert-file is not set");
  }
}
