package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ostiary.listen.ClientTls;
import io.ostiary.peer.Certificates;
import io.ostiary.peer.EachTransport;
import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTls;
import io.ostiary.peer.TestTransport;
import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.TlsAuthClients;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that speaks TLS: whom it lets in, with which certificate, and what it shows of it. */
final class TlsServerTest {

  private static Served served(JsonObject directives) throws Exception {
    return Served.with(directives, 2);
  }

  private static Peer known(int port) {
    return TestTls.peer(port, () -> TestTls.client(Optional.of(TestTls.certificates().client())));
  }

  private static SSLSocket socket(int port, Consumer<SSLParameters> change) throws IOException {
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
    SSLSocket secure =
        (SSLSocket)
            TestTls.client(Optional.empty())
                .getSocketFactory()
                .createSocket(plain, "127.0.0.1", port, true);
    SSLParameters parameters = secure.getSSLParameters();
    change.accept(parameters);
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }

  @EachTransport
  void clientsAreServedOnEveryTransport(TestTransport on) throws Exception {
    try (Served server = Served.on(on, TestTls.directives(), 2);
        Peer peer = TestTls.peer(server.verticle().tlsPort())) {
      assertThat(server.port()).isEqualTo(server.verticle().tlsPort());
      assertThat(peer.ask("PING")).isEqualTo("+PONG");
      assertThat(peer.askBulk("INFO server"))
          .contains("listener0:name=tls,bind=127.0.0.1,port=" + server.port());
      assertThat(peer.askBulk("CLIENT LIST")).contains("laddr=127.0.0.1:" + server.port() + " ");
    }
  }

  @ParameterizedTest
  @EnumSource
  void infoShowsWhatIsInForce(TestTls engine) throws Exception {
    try (Served server = engine.inForce(() -> served(TestTls.directives()));
        Peer peer = TestTls.peer(server.port())) {
      assertThat(peer.askBulk("INFO tls"))
          .contains("# TLS\r\n", "tls_enabled:1\r\n", "tls_certificate_days_left:1\r\n")
          .contains("tls_engine:" + engine.name().toLowerCase(Locale.ROOT) + "\r\n")
          .contains("tls_certificate_on_disk:in-force\r\n", "tls_handshakes_done:1\r\n")
          .containsPattern("tls_certificate_sha256:[0-9a-f]{64}\r\n");
      assertThat(server.verticle().counters()).containsEntry("tls_handshakes_done", 1L);
    }
  }

  @Test
  void plainAndTlsAreServedBesideEachOther() throws Exception {
    try (Served server = served(TestTls.directives().put("port", -1));
        Peer plain = server.peer();
        Peer secure = TestTls.peer(server.verticle().tlsPort())) {
      assertThat(plain.ask("SET key value")).isEqualTo("+OK");
      assertThat(secure.askBulk("GET key")).isEqualTo("value");
      assertThat(secure.info("connected_clients")).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void clientsWithoutACertificateAreKeptOutWhereItIsAskedFor(TestTls engine) throws Exception {
    JsonObject strict = TestTls.directives().put("tls-auth-clients", "yes");
    try (Served server = engine.inForce(() -> served(strict));
        Peer known = known(server.port())) {
      assertThat(known.ask("PING")).isEqualTo("+PONG");
      // In TLS 1.3 a client hears of it with its first read.
      assertThatThrownBy(
              () -> {
                try (Peer nobody = TestTls.peer(server.port())) {
                  nobody.send("PING\r\n").line();
                }
              })
          .isInstanceOfAny(UncheckedIOException.class, AssertionError.class);
      await().until(() -> known.info("tls_handshakes_failed") == 1);
      assertThat(known.info("connected_clients")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCertificateOfAnotherAuthorityIsKeptOut(TestTls engine, @TempDir Path folder)
      throws Exception {
    ClientTls.Identity stranger = Certificates.in(folder).client();
    try (Served server = engine.inForce(() -> served(TestTls.directives()));
        Peer known = known(server.port())) {
      assertThatThrownBy(
              () -> {
                try (Peer strange =
                    TestTls.peer(server.port(), () -> TestTls.client(Optional.of(stranger)))) {
                  strange.send("PING\r\n").line();
                }
              })
          .isInstanceOfAny(UncheckedIOException.class, AssertionError.class);
      await().until(() -> known.info("tls_handshakes_failed") == 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void bothVersionsAreSpokenUnlessOneIsNot(TestTls engine) throws Exception {
    for (String version : List.of("TLSv1.2", "TLSv1.3")) {
      try (Served both = engine.inForce(() -> served(TestTls.directives()));
          SSLSocket socket =
              socket(both.port(), wants -> wants.setProtocols(new String[] {version}))) {
        assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        assertThat(Peer.of(socket).ask("PING")).isEqualTo("+PONG");
      }
    }
    JsonObject newer = TestTls.directives().put("tls-protocols", "TLSv1.3");
    try (Served server = engine.inForce(() -> served(newer))) {
      assertThatThrownBy(
              () -> socket(server.port(), wants -> wants.setProtocols(new String[] {"TLSv1.2"})))
          .isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theCipherSuitesAreThoseThatAreNamed(TestTls engine) throws Exception {
    JsonObject one = TestTls.directives().put("tls-ciphers", "ECDHE-ECDSA-AES256-GCM-SHA384");
    try (Served server = engine.inForce(() -> served(one));
        SSLSocket socket =
            socket(server.port(), wants -> wants.setProtocols(new String[] {"TLSv1.2"}))) {
      assertThat(socket.getSession().getCipherSuite())
          .isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClientGetsTheCertificateOfTheHostThatItNames(TestTls engine, @TempDir Path folder)
      throws Exception {
    Certificates certificates = Certificates.in(folder);
    ClientTls.Identity other = certificates.signed("other", "subjectAltName=DNS:*.other.test");
    JsonObject both =
        TestTls.directives()
            .put("tls-sni-cert-files", other.certificateFile())
            .put("tls-sni-key-files", other.keyFile());
    try (Served server = engine.inForce(() -> served(both))) {
      assertThat(subject(server.port(), "a.other.test")).isEqualTo("CN=other");
      assertThat(subject(server.port(), "else.test")).isEqualTo("CN=server");
    }
  }

  /** Whose certificate is shown to a client that names this host, and looks at nothing. */
  private static String subject(int port, String host) throws Exception {
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        SSLSocket socket = TestTls.trustingAll(plain)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(host)));
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSessionIsResumedUnlessThatIsTurnedOff(TestTls engine) throws Exception {
    try (Served server = engine.inForce(() -> served(TestTls.directives()))) {
      assertThat(resumed(server.port())).isPositive();
    }
    JsonObject off = TestTls.directives().put("tls-session-caching", "no");
    if (engine == TestTls.BORINGSSL) { // Java's own keeps sessions for a second at least
      try (Served server = engine.inForce(() -> served(off))) {
        assertThat(resumed(server.port())).isZero();
      }
    }
  }

  private static long resumed(int port) {
    SSLContext same = TestTls.client(Optional.empty());
    long resumed = 0;
    for (int i = 0; i < 3; i++) {
      try (Peer peer = TestTls.peer(port, () -> same)) {
        assertThat(peer.ask("PING")).isEqualTo("+PONG");
        resumed = peer.info("tls_sessions_reused");
      }
    }
    return resumed;
  }

  @Test
  void aCertificateLogsInTheUserThatItNames(@TempDir Path folder) throws Exception {
    Certificates certificates = Certificates.in(folder);
    ClientTls.Identity someone = certificates.signed("default", "basicConstraints=CA:false");
    JsonObject directives =
        TestTls.directives()
            .put("tls-ca-cert-file", certificates.caFile())
            .put("tls-auth-clients-user", "CN")
            .put("requirepass", "secret");
    try (Served server = served(directives);
        Peer named = TestTls.peer(server.port(), () -> TestTls.client(Optional.of(someone)));
        Peer other =
            TestTls.peer(server.port(), () -> TestTls.client(Optional.of(certificates.client())));
        Peer none = TestTls.peer(server.port())) {
      assertThat(named.ask("PING")).isEqualTo("+PONG");
      assertThat(other.ask("PING")).isEqualTo("-NOAUTH Authentication required.");
      assertThat(none.ask("PING")).isEqualTo("-NOAUTH Authentication required.");
    }
  }

  @Test
  void aPortWithoutWhatItNeedsEndsTheStart() {
    JsonObject bare = new JsonObject().put("port", 0).put("tls-port", -1);
    assertThatThrownBy(() -> served(bare))
        .cause()
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("TLS needs a certificate and its key: tls-cert-file is not set");
    JsonObject strict = TestTls.directives().put("tls-auth-clients", "yes");
    strict.remove("tls-ca-cert-file");
    assertThatThrownBy(() -> served(strict))
        .cause()
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("set tls-ca-cert-file or tls-ca-cert-dir");
  }

  @Test
  void thePortChangesWhileItServes() throws Exception {
    JsonObject without = TestTls.directives().put("port", -1).put("tls-port", 0);
    try (Served server = served(without);
        Peer plain = server.peer()) {
      assertThat(plain.ask("CONFIG SET tls-port -1")).isEqualTo("+OK");
      int port = server.verticle().tlsPort();
      try (Peer peer = TestTls.peer(port)) {
        assertThat(plain.ask("CONFIG SET tls-port 0")).isEqualTo("+OK");
        assertThat(peer.ask("PING")).isEqualTo("+PONG");
      }
      assertThat(plain.ask("CONFIG SET tls-key-file /none tls-port -1"))
          .contains("Unable to update TLS configuration. Check server logs.");
      assertThat(server.verticle().tlsPort()).isZero();
    }
  }

  @Test
  void aNamedListenerSpeaksItToo() throws Exception {
    JsonObject named =
        TestTls.directives()
            .put("port", -1)
            .put("tls-port", 0)
            .put("listener", "inner bind=127.0.0.1 port=-1 tls=yes");
    try (Served server = served(named);
        Peer peer = TestTls.peer(server.verticle().tlsPort())) {
      assertThat(peer.askBulk("INFO server")).contains("name=inner,bind=127.0.0.1,port=");
    }
  }

  @Test
  void anEmbedderHasItByOptions() throws Exception {
    OstiaryOptions options =
        new OstiaryOptions()
            .setBind("127.0.0.1")
            .setPort(0)
            .setTlsPort(-1)
            .setTlsCertificate(
                TestTls.certificates().server().certificateFile(),
                TestTls.certificates().server().keyFile())
            .setTlsCaCertFile(TestTls.certificates().caFile())
            .setTlsAuthClients(TlsAuthClients.OPTIONAL);
    try (Served server =
            Served.on(
                TestTransport.best(), () -> new ListenerVerticle(options), new JsonObject(), 2);
        Peer peer = TestTls.peer(server.verticle().tlsPort())) {
      assertThat(peer.ask("PING")).isEqualTo("+PONG");
    }
  }
}
