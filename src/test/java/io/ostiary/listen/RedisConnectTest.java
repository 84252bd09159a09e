package io.ostiary.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ostiary.TestConnector;
import io.ostiary.peer.Certificates;
import io.ostiary.peer.EachTransport;
import io.ostiary.peer.RedisServer;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Connections to a real Redis. */
final class RedisConnectTest {

  private static final String PING = "PING\r\n";
  private static final String PONG = "+PONG\r\n";

  @TempDir private Path folder;
  private Vertx vertx;
  private TestConnector connector;

  private void connectOn(TestTransport transport) throws ExecutionException {
    vertx = transport.newVertx();
    connector =
        TestConnector.on(transport, vertx.getOrCreateContext(), TestListener.options(10, 8));
  }

  @AfterEach
  void end() throws ExecutionException {
    if (vertx != null) {
      Served.await(vertx.close());
    }
  }

  private void assertTalks(Destination destination) throws ExecutionException {
    Conversation conversation = Conversation.over(connector.connect(destination));
    conversation.ask(PING, PONG);
    conversation.ask(PING.repeat(3), PONG.repeat(3));
    conversation.close();
    await().until(conversation::timesClosed, times -> times == 1);
  }

  @EachTransport
  void talksByTcp(TestTransport on) throws Exception {
    try (RedisServer redis = RedisServer.start()) {
      connectOn(on);
      assertTalks(Destination.tcp("127.0.0.1", redis.port()));
      assertTalks(Destination.tcp("localhost", redis.port()));
    }
  }

  @EachTransport
  void talksByUnixSocket(TestTransport on) throws Exception {
    String path = folder.resolve("redis.sock").toString();
    try (RedisServer redis = RedisServer.start("--unixsocket", path)) {
      assertThat(redis.port()).isPositive();
      connectOn(on);
      Destination server = new Destination.Unix(path);
      if (on == TestTransport.IO_URING) {
        assertThatThrownBy(() -> connector.connect(server))
            .hasRootCauseMessage("this transport has no unix sockets; use transport epoll or nio");
      } else {
        assertTalks(server);
      }
    }
  }

  @EachTransport
  void talksByTls(TestTransport on) throws Exception {
    Certificates certificates = Certificates.in(folder);
    try (RedisServer redis = RedisServer.startTls(certificates)) {
      connectOn(on);
      ClientTls tls =
          new ClientTls(
              Optional.of(certificates.caFile()), Optional.of(certificates.client()), true);
      assertTalks(new Destination.Tcp("127.0.0.1", redis.port(), Optional.of(tls)));
    }
  }

  @EachTransport
  void aServerThatEndsClosesItsConnections(TestTransport on) throws Exception {
    Conversation conversation;
    try (RedisServer redis = RedisServer.start()) {
      connectOn(on);
      conversation =
          Conversation.over(connector.connect(Destination.tcp("127.0.0.1", redis.port())));
      conversation.ask(PING, PONG);
    }
    await().until(conversation::timesClosed, times -> times == 1);
  }
}
