package io.ostiary.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ostiary.TestConnector;
import io.ostiary.peer.EachTransport;
import io.ostiary.peer.NameServer;
import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** How connects end: by a connection, or why not. */
final class ConnectorTest {

  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(20);

  private static final Map<String, List<String>> NAMES =
      Map.of("two.test", List.of("127.0.0.9", "127.0.0.1"), "silent.test", List.of());

  @TempDir private Path folder;
  private NameServer names;
  private Vertx vertx;
  private Context context;
  private TestConnector connector;

  @BeforeEach
  void begin() throws IOException {
    names = new NameServer(NAMES);
  }

  private void connectOn(TestTransport on) throws Exception {
    AddressResolverOptions resolver = new AddressResolverOptions().addServer(names.address());
    vertx = on.newVertx(new VertxOptions().setAddressResolverOptions(resolver));
    context = vertx.getOrCreateContext();
    connector = TestConnector.on(on, context, TestListener.options(10, 8));
  }

  @AfterEach
  void end() throws ExecutionException {
    Served.await(vertx.close());
    names.close();
  }

  private void assertFails(Destination destination, String reason) {
    assertThatThrownBy(() -> connector.connect(destination))
        .cause()
        .isInstanceOf(ConnectFailedException.class)
        .hasMessage(reason);
  }

  private static ServerSocket server(String address) throws IOException {
    return new ServerSocket(0, 100, InetAddress.getByName(address));
  }

  @EachTransport
  void aPortThatNobodyListensOnRefuses(TestTransport on) throws Exception {
    connectOn(on);
    int port;
    try (ServerSocket server = server("127.0.0.1")) {
      port = server.getLocalPort();
    }
    assertFails(Destination.tcp("127.0.0.1", port), "Connection refused");
    assertFails(Destination.tcp("two.test", port), "Connection refused");
  }

  @EachTransport
  void aUnixSocketThatIsNotThereIsNamedByTheSystem(TestTransport on) throws Exception {
    connectOn(on);
    boolean unix = on != TestTransport.IO_URING;
    assertFails(
        new Destination.Unix(folder.resolve("none.sock").toString()),
        unix
            ? "No such file or directory"
            : "this transport has no unix sockets; use transport epoll or nio");
  }

  @EachTransport
  void anAddressThatIsNoServersCannotBeReached(TestTransport on) throws Exception {
    connectOn(on);
    assertFails(
        Destination.tcp("255.255.255.255", 6379),
        on == TestTransport.NIO ? "Network is unreachable" : "No route to host");
  }

  @EachTransport
  void anUnknownHostIsNamed(TestTransport on) throws Exception {
    connectOn(on);
    assertFails(Destination.tcp("none.invalid", 6379), "unknown host none.invalid");
    assertFails(Destination.tcp("fe80::1%none", 6379), "unknown host fe80::1%none");
  }

  @EachTransport
  void aServerThatDoesNotAnswerIsGivenUpWithItsDescriptor(TestTransport on) throws Exception {
    connectOn(on);
    try (BlackHole hole = BlackHole.at("127.0.0.1", 0)) {
      Destination destination = Destination.tcp("127.0.0.1", hole.port());
      long before = Served.openDescriptors();
      assertThatThrownBy(() -> Served.await(connector.connecting(destination, SHORT, made -> {})))
          .hasRootCauseMessage("timed out after 300 ms");
      await().until(Served::openDescriptors, now -> now <= before);
    }
  }

  @EachTransport
  void aNameServerThatDoesNotAnswerIsGivenUp(TestTransport on) throws Exception {
    connectOn(on);
    Destination destination = Destination.tcp("silent.test", 6379);
    assertThatThrownBy(() -> Served.await(connector.connecting(destination, SHORT, made -> {})))
        .hasRootCauseMessage("timed out after 300 ms");
  }

  @EachTransport
  void theNextAddressOfANameIsTriedWhereTheFirstRefuses(TestTransport on) throws Exception {
    connectOn(on);
    try (ServerSocket server = server("127.0.0.1")) {
      Connection connection = connector.connect(Destination.tcp("two.test", server.getLocalPort()));
      assertThat(connection.remoteAddress().host()).isEqualTo("127.0.0.1");
    }
  }

  @EachTransport
  void theNextAddressOfANameIsTriedWhereTheFirstDoesNotAnswer(TestTransport on) throws Exception {
    connectOn(on);
    try (ServerSocket server = server("127.0.0.1");
        BlackHole hole = BlackHole.at("127.0.0.9", server.getLocalPort())) {
      Destination destination = Destination.tcp("two.test", hole.port());
      Connection connection =
          Served.await(connector.connecting(destination, Duration.ofSeconds(2), made -> {}));
      assertThat(connection.remoteAddress().host()).isEqualTo("127.0.0.1");
    }
  }

  @EachTransport
  void aConnectionKnowsBothItsEnds(TestTransport on) throws Exception {
    connectOn(on);
    try (ServerSocket server = server("127.0.0.1")) {
      int port = server.getLocalPort();
      Connection connection = connector.connect(Destination.tcp("127.0.0.1", port));
      assertThat(connection.remoteAddress()).hasToString("127.0.0.1:" + port);
      try (Socket peer = server.accept()) {
        assertThat(connection.localAddress()).hasToString("127.0.0.1:" + peer.getPort());
      }
    }
  }

  @EachTransport
  void aServerThatResetsAtOnceIsToldAsTheEnd(TestTransport on) throws Exception {
    connectOn(on);
    try (ServerSocket server = server("127.0.0.1")) {
      Conversation conversation =
          Conversation.over(connector.connect(Destination.tcp("127.0.0.1", server.getLocalPort())));
      Peer.of(server.accept()).reset();
      await().until(conversation::timesClosed, times -> times == 1);
    }
  }

  @EachTransport
  void aCloseGivesUpWhatIsUnderWayAndClosesWhatIsOpen(TestTransport on) throws Exception {
    connectOn(on);
    long before = Served.openDescriptors();
    try (ServerSocket server = server("127.0.0.1");
        BlackHole hole = BlackHole.at("127.0.0.1", 0)) {
      Destination destination = Destination.tcp("127.0.0.1", server.getLocalPort());
      Conversation conversation = Conversation.over(connector.connect(destination));
      Future<Connection> underWay =
          connector.connecting(Destination.tcp("127.0.0.1", hole.port()), LONG, made -> {});
      connector.close();
      assertThatThrownBy(() -> Served.await(underWay))
          .hasRootCauseMessage("closed before it was connected");
      assertThat(conversation.timesClosed()).isOne();
      assertFails(destination, "closed before it was connected");
      try (Peer peer = Peer.of(server.accept())) {
        assertThat(peer.rest()).isEmpty();
      }
    }
    await().until(Served::openDescriptors, now -> now <= before);
  }

  @EachTransport
  void theEndOfVertxGivesBackWhatIsUnderWayAndWhatIsOpen(TestTransport on) throws Exception {
    long before = Served.openDescriptors();
    connectOn(on);
    try (ServerSocket server = server("127.0.0.1");
        BlackHole hole = BlackHole.at("127.0.0.1", 0)) {
      connector.connect(Destination.tcp("127.0.0.1", server.getLocalPort()));
      Future<Connection> underWay =
          connector.connecting(Destination.tcp("127.0.0.1", hole.port()), LONG, made -> {});
      context.runOnContext(started -> vertx.close());
      assertThatThrownBy(() -> Served.await(underWay))
          .hasRootCauseMessage("closed before it was connected");
      try (Peer peer = Peer.of(server.accept())) {
        assertThat(peer.rest()).isEmpty();
      }
    }
    await().until(Served::openDescriptors, now -> now <= before);
  }

  @EachTransport
  void manyConnectsAndClosesLoseNoDescriptor(TestTransport on) throws Exception {
    connectOn(on);
    try (ServerSocket server = server("127.0.0.1")) {
      Destination destination = Destination.tcp("127.0.0.1", server.getLocalPort());
      long before = Served.openDescriptors();
      for (int round = 0; round < 10; round++) {
        List<Future<Connection>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          all.add(connector.connecting(destination, LONG, made -> {}));
        }
        for (Future<Connection> one : all) {
          Connection connection = Served.await(one);
          connection.execute(connection::close);
          server.accept().close();
        }
      }
      await().until(Served::openDescriptors, now -> now <= before);
    }
  }
}
