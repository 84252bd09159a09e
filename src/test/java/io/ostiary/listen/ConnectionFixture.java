package io.ostiary.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ostiary.TestConnector;
import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTls;
import io.ostiary.peer.TestTransport;
import io.ostiary.tls.Handshakes;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/** A connection, accepted or made, whose peer is a socket of the test's. */
abstract class ConnectionFixture {

  /** More than the kernel takes for a peer that reads nothing. */
  static final int MUCH = 16 * 1024 * 1024;

  private static final Timing SHORT =
      new Timing(
          Duration.ofMillis(500),
          Duration.ofMinutes(1),
          Duration.ofMillis(500),
          Duration.ofSeconds(1));

  final PendingLimit pendingLimit = new PendingLimit(4L * MUCH);
  final LingerLimit lingerLimit = new LingerLimit(8);
  final List<String> told = new CopyOnWriteArrayList<>();

  private ListenOptions options =
      new ListenOptions(
          new AcceptPace(10),
          () -> Duration.ZERO,
          lingerLimit,
          pendingLimit,
          SHORT,
          ProxyHeaders.ofNobody(),
          false);
  private final CompletableFuture<Connection> entered = new CompletableFuture<>();

  private TestTransport transport;
  private Vertx vertx;
  private Context context;
  private ThrowingSupplier socket;
  private boolean tls;

  /** Has the connection wait for its peer as long as a test takes; before it is made. */
  final void bePatient() {
    options = options.with(Served.PATIENT_LINGER);
  }

  /** Connects the test's socket with the connection. */
  private interface ThrowingSupplier {

    Socket get() throws Exception;
  }

  /** Notes what it is told, and whether that happens in the instance's context. */
  class Recorder implements ConnectionListener {

    @Override
    public void received(ByteBuf bytes) {
      note("received " + bytes.toString(StandardCharsets.US_ASCII));
      bytes.release();
    }

    @Override
    public void readComplete() {
      if (told.isEmpty() || !told.get(told.size() - 1).equals("readComplete")) {
        note("readComplete");
      }
    }

    @Override
    public void writable() {
      note("writable");
    }

    @Override
    public void failed(Throwable cause) {
      note("failed " + cause.getMessage());
      connection().close();
    }

    @Override
    public void closed() {
      note("closed");
    }
  }

  @AfterEach
  void end() throws Exception {
    Served.await(vertx.close());
    await().untilAsserted(() -> assertThat(pendingLimit.taken()).isZero());
    await().untilAsserted(() -> assertThat(pendingLimit.heapTaken()).isZero());
  }

  final void note(String event) {
    boolean inContext = Vertx.currentContext() == context;
    told.add(inContext ? event : event + " outside of the context");
  }

  /** A connection of this kind is to come with the first {@link #socket}, and is served then. */
  final void begin(ConnectionKind kind, ConnectionListener recorder) throws ExecutionException {
    begin(kind, connection -> connection.serve(recorder));
  }

  /** The same, without a listener. */
  final void begin(ConnectionKind kind) throws ExecutionException {
    begin(kind, connection -> {});
  }

  private void begin(ConnectionKind kind, Consumer<Connection> onLoop) throws ExecutionException {
    beginVertx(kind.transport());
    if (kind.made()) {
      TestConnector connector = TestConnector.on(transport, context, options);
      socket = () -> acceptFrom(connector, onLoop);
    } else {
      TestListener listener = open(kind.tls().map(TestTls::handshakes), onLoop);
      socket = () -> new Socket(InetAddress.getLoopbackAddress(), listener.port());
    }
    tls = kind.tls().isPresent();
  }

  private void beginVertx(TestTransport on) {
    transport = on;
    vertx = on.newVertx();
    context = vertx.getOrCreateContext();
  }

  private Socket acceptFrom(TestConnector connector, Consumer<Connection> onLoop)
      throws IOException, ExecutionException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Destination destination = Destination.tcp("127.0.0.1", server.getLocalPort());
      Served.await(
          connector.connecting(
              destination, Duration.ofSeconds(20), connection -> enter(connection, onLoop)));
      return server.accept();
    }
  }

  /** Listens, and serves what it accepts. */
  final TestListener listen(TestTransport on, ConnectionListener recorder)
      throws ExecutionException {
    beginVertx(on);
    return openListener(recorder);
  }

  /** Listens beside others. */
  final TestListener openListener(ConnectionListener recorder) throws ExecutionException {
    return open(Optional.empty(), connection -> connection.serve(recorder));
  }

  private TestListener open(Optional<Handshakes> handshakes, Consumer<Connection> onLoop)
      throws ExecutionException {
    return TestListener.open(
        transport,
        context,
        -1,
        options,
        handshakes,
        arriving -> arriving.enter(connection -> enter(connection, onLoop)));
  }

  private void enter(Connection connection, Consumer<Connection> onLoop) {
    onLoop.accept(connection);
    entered.complete(connection);
  }

  /** The connection, when it has come. */
  final Connection connection() {
    return entered.join();
  }

  /** The connection's other end. */
  final Socket socket() throws Exception {
    return secured(socket.get());
  }

  private Socket secured(Socket plain) throws IOException {
    return tls ? TestTls.over(plain) : plain;
  }

  final Peer peer() throws Exception {
    Socket plain = socket.get();
    return Peer.of(secured(plain), plain);
  }

  /** Does something with the connection on its loop, and waits until it is done. */
  final void onLoop(Consumer<Connection> action) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    connection()
        .execute(
            () -> {
              action.accept(connection());
              done.complete(null);
            });
    done.orTimeout(10, TimeUnit.SECONDS).join();
  }

  static ByteBuf text(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  static ByteBuf direct(byte[] bytes) {
    return Unpooled.directBuffer(bytes.length).writeBytes(bytes);
  }

  static void assertTakes(Peer peer, byte[] expected) {
    assertThat(peer.exactly(expected.length).getBytes(StandardCharsets.ISO_8859_1))
        .isEqualTo(expected);
  }

  /** So many that the loop has looked at its sockets meanwhile. */
  final void awaitTurns() {
    for (int i = 0; i < 100; i++) {
      onLoop(connection -> {});
    }
  }
}
