package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ostiary.listen.ListenException;
import io.ostiary.peer.EachTransport;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that listens on a unix socket. */
final class UnixSocketTest {

  @TempDir Path folder;
  private Path socket;

  @BeforeEach
  void path() {
    socket = folder.resolve("o.sock");
  }

  private JsonObject config() {
    return new JsonObject().put("port", 0).put("unixsocket", socket.toString());
  }

  private static Served served(TestTransport transport, JsonObject config) throws Exception {
    assumeThat(transport).as("a transport with unix sockets").isNotEqualTo(TestTransport.IO_URING);
    return Served.on(transport, config, 2);
  }

  /** All replies up to the end of the stream. */
  private String ask(String... commands) throws IOException {
    try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      String all = String.join("\r\n", commands) + "\r\nQUIT\r\n";
      client.write(ByteBuffer.wrap(all.getBytes(StandardCharsets.US_ASCII)));
      return new String(Channels.newInputStream(client).readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @EachTransport
  void servesAndShowsItsPathAndItsFlag(TestTransport transport) throws Exception {
    try (Served server = served(transport, config())) {
      assertThat(server.port()).isZero();
      assertThat(ask("PING")).isEqualTo("+PONG\r\n+OK\r\n");
      assertThat(ask("CLIENT LIST"))
          .contains(" addr=" + socket + ":0 laddr=" + socket + ":0 ", " flags=U ");
      assertThat(ask("INFO server")).contains("listener0:name=unix,bind=" + socket + "\r\n");
    }
    assertThat(socket).doesNotExist();
  }

  @EachTransport
  void aRefusalIsReadThereToo(TestTransport transport) throws Exception {
    try (Served server = served(transport, config().put("maxclients", 1));
        SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      client.write(ByteBuffer.wrap("PING\r\n".getBytes(StandardCharsets.US_ASCII)));
      client.read(ByteBuffer.allocate(7));
      assertThat(ask("PING")).isEqualTo("-ERR max number of clients reached\r\n");
      assertThat(server.port()).isZero();
    }
  }

  @EachTransport
  void theFileHasTheModeThatIsAskedFor(TestTransport transport) throws Exception {
    try (Served server = served(transport, config().put("unixsocketperm", "0620"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
          .isEqualTo("rw--w----");
      server.undeploy();
      assertThat(socket).doesNotExist();
    }
  }

  @EachTransport
  void aSocketThatNothingListensOnIsReplaced(TestTransport transport) throws Exception {
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(socket));
    }
    assertThat(socket).exists();
    try (Served server = served(transport, config())) {
      assertThat(ask("PING")).startsWith("+PONG");
      assertThat(server.port()).isZero();
    }
  }

  @EachTransport
  void aSocketThatAnotherServerListensOnIsLeftAlone(TestTransport transport) throws Exception {
    try (Served server = served(transport, config())) {
      assertThatThrownBy(() -> served(transport, config()).close())
          .cause()
          .isInstanceOf(ListenException.class)
          .hasMessageContaining("cannot listen on " + socket)
          .hasMessageContaining("another server listens there");
      assertThat(ask("PING")).startsWith("+PONG");
      assertThat(server.port()).isZero();
    }
  }

  @EachTransport
  void theFileOfAServerThatCameLaterStays(TestTransport transport) throws Exception {
    try (Served former = served(transport, config())) {
      Files.delete(socket);
      try (Served later = served(transport, config())) {
        former.undeploy();
        assertThat(ask("PING")).startsWith("+PONG");
        assertThat(later.port()).isZero();
      }
      assertThat(socket).doesNotExist();
    }
  }

  @EachTransport
  void nothingStandsBesideTheFile(TestTransport transport) throws Exception {
    try (Served server = served(transport, config())) {
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).containsExactly(socket);
      }
      server.undeploy();
      assertThat(folder).isEmptyDirectory();
    }
  }

  @EachTransport
  void aPathWhereAnotherServerIsJustStartingIsLeftAlone(TestTransport transport) throws Exception {
    assumeThat(transport).isNotEqualTo(TestTransport.IO_URING);
    Path lockFile = folder.resolve("o.sock.lock");
    try (FileChannel lock =
        FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(lock.tryLock()).isNotNull();
      assertThatThrownBy(() -> served(transport, config()).close())
          .cause()
          .hasMessageContaining("another server is just starting there");
    }
    assertThat(socket).doesNotExist();
  }

  @EachTransport
  void anotherKindOfFileIsLeftAlone(TestTransport transport) throws Exception {
    assumeThat(transport).isNotEqualTo(TestTransport.IO_URING);
    Files.writeString(socket, "precious");
    assertThatThrownBy(() -> served(transport, config()).close())
        .cause()
        .hasMessageContaining("there is a file that is not a socket");
    assertThat(socket).hasContent("precious");
  }

  @Test
  void aPathThatIsTooLongIsNamedWithItsLength() {
    JsonObject config = config().put("unixsocket", folder.resolve("x".repeat(120)).toString());
    assertThatThrownBy(() -> Served.with(config, 1).close())
        .cause()
        .hasMessageContaining("bytes, and a unix socket's has at most 107");
  }

  @Test
  void anUnknownGroupEndsTheStartAndLeavesNoFile() {
    JsonObject config = config().put("unixsocketgroup", "no such group");
    assertThatThrownBy(() -> Served.with(config, 1).close())
        .cause()
        .hasMessageContaining("unixsocketgroup no such group: there is no such group");
    assertThat(socket).doesNotExist();
  }

  @Test
  void aTransportWithoutUnixSocketsEndsTheStart() {
    assumeThat(TestTransport.IO_URING.isAvailable()).isTrue();
    assertThatThrownBy(() -> Served.on(TestTransport.IO_URING, config(), 1).close())
        .cause()
        .hasMessageContaining("this transport has no unix sockets; use transport epoll or nio");
  }
}
