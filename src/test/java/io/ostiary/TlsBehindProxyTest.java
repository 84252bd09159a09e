package io.ostiary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.peer.Peer;
import io.ostiary.peer.ProxyHeader;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTls;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS whose bytes a proxy passes on, behind a header of the PROXY protocol in plain text. */
final class TlsBehindProxyTest {

  private static final byte[] HEADER = ProxyHeader.v1("TCP4 192.0.2.7 10.0.0.1 5555 6379");
  private static final char HANDSHAKE = 22; // the type of a record

  private static JsonObject behindProxy(boolean isProtected) {
    return TestTls.directives()
        .put("proxy-protocol", true)
        .put("proxy-protocol-networks", "127.0.0.1")
        .put("protected-mode", isProtected);
  }

  private static Peer overTls(int port, byte[] header) throws Exception {
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
    plain.getOutputStream().write(header);
    SSLSocket tls =
        (SSLSocket)
            TestTls.client(Optional.empty())
                .getSocketFactory()
                .createSocket(plain, "127.0.0.1", port, true);
    tls.startHandshake();
    return Peer.of(tls);
  }

  @ParameterizedTest
  @EnumSource
  void theHandshakeFollowsTheHeader(TestTls engine) throws Exception {
    try (Served server = engine.inForce(() -> Served.with(behindProxy(false), 2));
        Peer client = overTls(server.port(), HEADER)) {
      assertThat(client.ask("PING")).isEqualTo("+PONG");
      assertThat(client.askBulk("CLIENT INFO"))
          .contains(" addr=192.0.2.7:5555 ", " listener=tls proxy=127.0.0.1:");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatCameInOneSegmentWithTheHeaderIsNotLost(TestTls engine) throws Exception {
    byte[] hello = TestTls.clientHello();
    byte[] both = Arrays.copyOf(HEADER, HEADER.length + hello.length);
    System.arraycopy(hello, 0, both, HEADER.length, hello.length);
    try (Served server = engine.inForce(() -> Served.with(behindProxy(false), 1));
        Peer client = Peer.to(server.port()).send(both)) {
      assertThat(client.exactly(1).charAt(0)).isEqualTo(HANDSHAKE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLostWhileItWaitsForAPlace(TestTls engine) throws Exception {
    byte[] hello = TestTls.clientHello();
    byte[] both = Arrays.copyOf(HEADER, HEADER.length + hello.length);
    System.arraycopy(hello, 0, both, HEADER.length, hello.length);
    JsonObject one = behindProxy(false).put("maxclients", 1).put("maxclients-full", "wait");
    try (Served server = engine.inForce(() -> Served.with(one, 1))) {
      Peer first = overTls(server.port(), HEADER);
      assertThat(first.ask("PING")).isEqualTo("+PONG");
      try (Peer waiting = Peer.to(server.port()).send(both)) {
        assertThat(first.ask("PING")).isEqualTo("+PONG");
        first.close();
        assertThat(waiting.exactly(1).charAt(0)).isEqualTo(HANDSHAKE);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void thePeerIsJudgedBeforeTheHandshake(TestTls engine) throws Exception {
    try (Served server = engine.inForce(() -> Served.with(behindProxy(true), 1));
        Peer inside = overTls(server.port(), ProxyHeader.v1("UNKNOWN"))) {
      try (Peer denied = Peer.to(server.port()).send(HEADER)) {
        denied.sendUnlessClosed(new String(TestTls.clientHello(), ISO_8859_1));
        denied.restUnlessReset();
      }
      assertThat(inside.info("refusals_protected_mode")).isEqualTo(1);
      assertThat(inside.ask("PING")).isEqualTo("+PONG");
    }
  }
}
