package io.ostiary.peer;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.ostiary.listen.ClientTls;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;
import io.ostiary.settings.TlsAuthClients;
import io.ostiary.stats.Stats;
import io.ostiary.tls.Handshakes;
import io.ostiary.tls.LiveTls;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** What speaks TLS on the server's side, and clients for it. */
public enum TestTls {
  BORINGSSL,
  JDK;

  private static final String PROPERTY = "ostiary.tls";

  /** Made once for all tests of a process. */
  private static final class Made {

    private static final Certificates CERTIFICATES = Certificates.in(folder());

    private static Path folder() {
      try {
        Path folder = Files.createTempDirectory(Path.of("target"), "tls");
        folder.toFile().deleteOnExit();
        return folder;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Those that there are on this machine. */
  public static Stream<TestTls> available() {
    return OpenSsl.isAvailable() ? Stream.of(BORINGSSL, JDK) : Stream.of(JDK);
  }

  /** Certificates that tests share, and do not change. */
  public static Certificates certificates() {
    return Made.CERTIFICATES;
  }

  /**
   * Settings for TLS alone, on a port that the system chooses, for clients with any certificate.
   */
  public static JsonObject directives() {
    return directives(certificates());
  }

  /** The same with other certificates. */
  public static JsonObject directives(Certificates certificates) {
    return new JsonObject()
        .put("bind", "127.0.0.1")
        .put("port", 0)
        .put("tls-port", -1)
        .put("tls-cert-file", certificates.server().certificateFile())
        .put("tls-key-file", certificates.server().keyFile())
        .put("tls-ca-cert-file", certificates.caFile())
        .put("tls-auth-clients", "optional");
  }

  /** Runs an action, such as a start, with this one in force. */
  public <T, E extends Exception> T inForce(TestTransport.ThrowingCallable<T, E> action) throws E {
    System.setProperty(PROPERTY, this == JDK ? "jdk" : "");
    try {
      return action.call();
    } finally {
      System.clearProperty(PROPERTY);
    }
  }

  /** What listeners without a server need. */
  public Handshakes handshakes() {
    Settings settings =
        Settings.defaults()
            .with(Directives.TLS_PORT, 1)
            .with(Directives.TLS_CERT_FILE, certificates().server().certificateFile())
            .with(Directives.TLS_KEY_FILE, certificates().server().keyFile())
            .with(Directives.TLS_AUTH_CLIENTS, TlsAuthClients.NO);
    LiveTls tls = inForce(() -> LiveTls.of(settings, change -> Future.failedFuture("no change")));
    return Handshakes.of(tls, new LiveSettings(settings), new Stats().tls());
  }

  /** For a client that trusts the shared authority and shows this, if anything. */
  public static SSLContext client(Optional<ClientTls.Identity> identity) {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .trustManager(new File(certificates().caFile()));
    identity.ifPresent(
        shown -> builder.keyManager(new File(shown.certificateFile()), new File(shown.keyFile())));
    try {
      return ((JdkSslContext) builder.build()).context();
    } catch (SSLException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** TLS over a socket that is connected, without a certificate of its own; hands are shaken. */
  public static SSLSocket over(Socket socket) throws IOException {
    return over(socket, client(Optional.empty()));
  }

  /** The same of that context. */
  public static SSLSocket over(Socket socket, SSLContext context) throws IOException {
    SSLSocket secure =
        (SSLSocket) context.getSocketFactory().createSocket(socket, "127.0.0.1", 0, true);
    secure.setUseClientMode(true);
    secure.startHandshake();
    return secure;
  }

  /** TLS over a socket for a client that looks at no certificate; hands are not shaken yet. */
  public static SSLSocket trustingAll(Socket socket) throws IOException {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .endpointIdentificationAlgorithm(null)
            .trustManager(InsecureTrustManagerFactory.INSTANCE);
    SSLSocket secure =
        (SSLSocket)
            ((JdkSslContext) builder.build())
                .context()
                .getSocketFactory()
                .createSocket(socket, "", 0, true);
    secure.setUseClientMode(true);
    return secure;
  }

  /** A client without a certificate of its own. */
  public static Peer peer(int port) {
    return peer(port, () -> client(Optional.empty()));
  }

  /** The same of that context. */
  public static Peer peer(int port, Supplier<SSLContext> context) {
    try {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      return Peer.of(over(socket, context.get()), socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first message of a client. */
  public static byte[] clientHello() throws Exception {
    SSLEngine engine = client(Optional.empty()).createSSLEngine("127.0.0.1", 1);
    engine.setUseClientMode(true);
    engine.beginHandshake();
    ByteBuffer hello = ByteBuffer.allocate(20_000);
    engine.wrap(ByteBuffer.allocate(0), hello);
    return Arrays.copyOf(hello.array(), hello.position());
  }
}
