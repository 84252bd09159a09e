package io.ostiary.listen;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ostiary.TestConnector;
import io.ostiary.peer.Certificates;
import io.ostiary.peer.NameServer;
import io.ostiary.peer.RedisServer;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a connection with TLS trusts, and what it says when it does not. */
final class TlsConnectTest {

  @TempDir private static Path folder;
  private static Certificates certificates;
  private static RedisServer redis;

  private NameServer names;
  private Vertx vertx;
  private TestConnector connector;

  @BeforeAll
  static void startRedis() {
    certificates = Certificates.in(folder);
    redis = RedisServer.startTls(certificates, "--tls-auth-clients", "optional");
  }

  @AfterAll
  static void endRedis() {
    if (redis != null) {
      redis.close();
    }
  }

  @BeforeEach
  void begin() throws Exception {
    names =
        new NameServer(
            Map.of("redis.test", List.of("127.0.0.1"), "other.test", List.of("127.0.0.1")));
    AddressResolverOptions resolver = new AddressResolverOptions().addServer(names.address());
    TestTransport best = TestTransport.best();
    vertx = best.newVertx(new VertxOptions().setAddressResolverOptions(resolver));
    connector = TestConnector.on(best, vertx.getOrCreateContext(), TestListener.options(10, 8));
  }

  @AfterEach
  void end() throws Exception {
    Served.await(vertx.close());
    names.close();
  }

  private static ClientTls trusting(String caFile) {
    return new ClientTls(Optional.of(caFile), Optional.empty(), true);
  }

  private static Destination redisAt(String host, ClientTls tls) {
    return new Destination.Tcp(host, redis.port(), Optional.of(tls));
  }

  private void assertTalks(Destination destination) throws Exception {
    Conversation.over(connector.connect(destination)).ask("PING\r\n", "+PONG\r\n");
  }

  private void assertFails(Destination destination, String reason) {
    assertThatThrownBy(() -> connector.connect(destination))
        .cause()
        .isInstanceOf(ConnectFailedException.class)
        .hasMessage(reason);
  }

  @Test
  void aCertificateOfThatAuthorityForThatHostIsTrusted() throws Exception {
    assertTalks(redisAt("127.0.0.1", trusting(certificates.caFile())));
    assertTalks(redisAt("redis.test", trusting(certificates.caFile())));
  }

  @Test
  void aCertificateForAnotherHostIsTrustedOnlyWhereTheHostDoesNotMatter() throws Exception {
    ClientTls tls = trusting(certificates.caFile());
    assertFails(redisAt("other.test", tls), "TLS: certificate is for another host");
    assertTalks(redisAt("other.test", new ClientTls(tls.caFile(), tls.identity(), false)));
  }

  @Test
  void aCertificateOfAnotherAuthorityIsNotTrusted() throws Exception {
    assertFails(redisAt("127.0.0.1", ClientTls.DEFAULT), "TLS: certificate is not trusted");
    Certificates others = Certificates.in(Files.createDirectory(folder.resolve("others")));
    assertFails(redisAt("127.0.0.1", trusting(others.caFile())), "TLS: certificate is not trusted");
    ClientTls anyHost = new ClientTls(Optional.of(others.caFile()), Optional.empty(), false);
    assertFails(redisAt("127.0.0.1", anyHost), "TLS: certificate is not trusted");
  }

  @Test
  void aFileThatHasChangedIsReadAgain() throws Exception {
    Certificates others = Certificates.in(Files.createDirectory(folder.resolve("before")));
    Path file = Files.copy(Path.of(others.caFile()), folder.resolve("changing.crt"));
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    Destination destination = redisAt("127.0.0.1", trusting(file.toString()));
    assertFails(destination, "TLS: certificate is not trusted");
    Files.copy(Path.of(certificates.caFile()), file, StandardCopyOption.REPLACE_EXISTING);
    assertTalks(destination);
  }

  @Test
  void aFileThatCannotBeUsedIsNamed() throws Exception {
    assertFails(
        redisAt("127.0.0.1", trusting("/none/ca.crt")), "TLS: there is no file /none/ca.crt");
    Path empty = Files.createFile(folder.resolve("empty.crt"));
    assertThatThrownBy(() -> connector.connect(redisAt("127.0.0.1", trusting(empty.toString()))))
        .hasMessageContaining("TLS: cannot use " + empty);
  }

  @Test
  void aServerThatAsksWhoConnectsEndsAConnectionWithoutACertificate() throws Exception {
    try (RedisServer strict = RedisServer.startTls(certificates)) {
      ClientTls nobody = trusting(certificates.caFile());
      Destination destination =
          new Destination.Tcp("127.0.0.1", strict.port(), Optional.of(nobody));
      Conversation conversation = Conversation.over(connector.connect(destination));
      await().until(conversation::timesClosed, times -> times == 1);
    }
  }

  @Test
  void aServerThatDoesNotSpeakTlsIsSaidNotTo() throws Exception {
    assertFailsAfter("-ERR what?\r\n", "TLS: the server does not speak it");
  }

  @Test
  void aServerThatClosesInsteadIsSaidTo() throws Exception {
    assertFailsAfter("", "TLS: the server has closed the connection");
  }

  /** Of a server that says this and then closes. */
  private void assertFailsAfter(String said, String reason) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      Destination destination =
          new Destination.Tcp("127.0.0.1", server.getLocalPort(), Optional.of(ClientTls.DEFAULT));
      Future<Connection> connecting =
          connector.connecting(destination, Duration.ofSeconds(20), made -> {});
      try (Socket peer = server.accept()) {
        peer.getInputStream().readNBytes(1);
        peer.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
        peer.shutdownOutput();
        assertThatThrownBy(() -> Served.await(connecting)).cause().hasMessage(reason);
      }
    }
  }

  @Test
  void aServerThatDoesNotAnswerTheHandshakeIsGivenUpWithItsDescriptor() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      long before = Served.openDescriptors();
      Destination destination =
          new Destination.Tcp("127.0.0.1", silent.getLocalPort(), Optional.of(ClientTls.DEFAULT));
      assertThatThrownBy(
              () ->
                  Served.await(
                      connector.connecting(destination, Duration.ofMillis(300), made -> {})))
          .hasRootCauseMessage("TLS: timed out after 300 ms");
      await().until(Served::openDescriptors, now -> now <= before);
    }
  }
}
