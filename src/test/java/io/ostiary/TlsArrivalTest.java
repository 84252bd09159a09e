package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ostiary.peer.EachTransport;
import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTls;
import io.ostiary.peer.TestTransport;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Peers on their way in over TLS: what a handshake takes, and that all of it comes back. */
final class TlsArrivalTest {

  private static Served served(TestTls engine, JsonObject directives) throws Exception {
    return engine.inForce(() -> Served.with(directives, 2));
  }

  @ParameterizedTest
  @EnumSource
  void aClientHelloCutAnywhereLeavesNothingBehind(TestTls engine) throws Exception {
    byte[] hello = TestTls.clientHello();
    JsonObject few =
        TestTls.directives().put("tls-handshake-timeout", 1).put("maxclients", 4 * hello.length);
    try (Served server = served(engine, few);
        Peer watcher = TestTls.peer(server.port())) {
      assertThat(watcher.ask("PING")).isEqualTo("+PONG");
      long before = Served.openDescriptors();
      List<Peer> silent = new ArrayList<>();
      for (int cut = 0; cut <= hello.length; cut++) {
        byte[] part = Arrays.copyOf(hello, cut);
        Peer.to(server.port()).send(part).close();
        Peer.to(server.port()).send(part).reset();
        silent.add(Peer.to(server.port()).send(part));
      }
      long all = 3L * (hello.length + 1);
      await()
          .until(
              () ->
                  watcher.info("tls_handshakes_failed") + watcher.info("tls_handshakes_timed_out")
                      == all);
      assertThat(watcher.info("tls_handshakes_timed_out")).isGreaterThanOrEqualTo(hello.length);
      silent.forEach(Peer::close);
      await().until(() -> Served.openDescriptors() <= before);
      assertThat(watcher.info("tls_handshakes_in_progress")).isZero();
      assertThat(watcher.info("tls_handshakes_waiting")).isZero();
      assertThat(watcher.ask("CONFIG SET maxclients 2")).isEqualTo("+OK");
      try (Peer last = TestTls.peer(server.port())) {
        assertThat(last.ask("PING")).isEqualTo("+PONG");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void twoHundredSilentPeersHoldUpNobody(TestTls engine) throws Exception {
    JsonObject narrow = TestTls.directives().put("tls-max-handshakes", 1);
    try (Served server = served(engine, narrow)) {
      List<Peer> silent = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        silent.add(Peer.to(server.port()));
      }
      for (int i = 0; i < 5; i++) {
        try (Peer peer = TestTls.peer(server.port())) {
          assertThat(peer.ask("PING")).isEqualTo("+PONG");
        }
      }
      silent.forEach(Peer::close);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPeerInItsHandshakeHasAPlaceAndGivesItBack(TestTls engine) throws Exception {
    JsonObject one =
        TestTls.directives()
            .put("maxclients", 1)
            .put("tls-handshake-timeout", 1)
            .put("tls-refusal-handshakes", 16);
    // One instance takes them in the order in which they come.
    try (Served server = engine.inForce(() -> Served.with(one, 1));
        Peer silent = Peer.to(server.port())) {
      try (Peer refused = TestTls.peer(server.port())) {
        assertThat(refused.rest()).isEqualTo("-ERR max number of clients reached\r\n");
      }
      assertThat(silent.rest()).isEmpty();
      try (Peer admitted = TestTls.peer(server.port())) {
        assertThat(admitted.ask("PING")).isEqualTo("+PONG");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRefusalIsReadByAPeerThatSendsAtOnce(TestTls engine) throws Exception {
    try (Served server = served(engine, TestTls.directives().put("maxclients", 1));
        Peer first = TestTls.peer(server.port())) {
      assertThat(first.ask("PING")).isEqualTo("+PONG");
      for (int i = 0; i < 20; i++) {
        try (Peer refused = TestTls.peer(server.port()).sendUnlessClosed("PING\r\n".repeat(100))) {
          assertThat(refused.rest()).isEqualTo("-ERR max number of clients reached\r\n");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void beyondTheRefusalsThatAreHeardTheDoorJustCloses(TestTls engine) throws Exception {
    JsonObject deaf = TestTls.directives().put("maxclients", 1).put("tls-refusal-handshakes", 0);
    try (Served server = served(engine, deaf);
        Peer first = TestTls.peer(server.port())) {
      assertThat(first.ask("PING")).isEqualTo("+PONG");
      assertThatThrownBy(() -> TestTls.peer(server.port())).hasMessageMatching("(?s).*");
      assertThat(first.info("rejected_connections")).isOne();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoDoesNotSpeakTlsIsClosed(TestTls engine) throws Exception {
    try (Served server = served(engine, TestTls.directives());
        Peer plain = Peer.to(server.port()).send("PING\r\n");
        Peer known = TestTls.peer(server.port())) {
      plain.rest();
      await().until(() -> known.info("tls_handshakes_failed") == 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anUndeploymentDoesNotWaitForThoseInTheirHandshake(TestTls engine) throws Exception {
    JsonObject slow =
        TestTls.directives().put("tls-handshake-timeout", 3_600).put("shutdown-timeout", 3_600);
    try (Served server = served(engine, slow);
        Peer silent = Peer.to(server.port());
        Peer half = Peer.to(server.port()).send(Arrays.copyOf(TestTls.clientHello(), 50))) {
      server.undeploy();
      assertThat(silent.rest()).isEmpty();
      assertThat(half).isNotNull();
    }
  }

  @EachTransport
  void theAddressesThatAreListenedOnWithoutABindAreServed(TestTransport on) throws Exception {
    JsonObject anyAddress = TestTls.directives().put("bind", "* -::*");
    try (Served server = Served.on(on, anyAddress, 2);
        Peer peer = TestTls.peer(server.verticle().tlsPort())) {
      assertThat(peer.ask("PING")).isEqualTo("+PONG");
    }
  }
}
