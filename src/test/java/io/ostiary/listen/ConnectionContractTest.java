package io.ostiary.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ostiary.peer.EachTransport;
import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/** What holds for a connection on every transport. */
final class ConnectionContractTest {

  /** More than the kernel takes for a peer that reads nothing. */
  private static final int MUCH = 16 * 1024 * 1024;

  private static final Timing SHORT =
      new Timing(
          Duration.ofMillis(500),
          Duration.ofMinutes(1),
          Duration.ofMillis(500),
          Duration.ofSeconds(1));

  private final PendingLimit pendingLimit = new PendingLimit(4L * MUCH);
  private final LingerLimit lingerLimit = new LingerLimit(8);
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Connection> entered = new CompletableFuture<>();

  private TestTransport transport;
  private Vertx vertx;
  private Context context;
  private TestListener listener;

  /** Notes what it is told, and whether that happens in the instance's context. */
  private class Recorder implements ConnectionListener {

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

  private void note(String event) {
    boolean inContext = Vertx.currentContext() == context;
    told.add(inContext ? event : event + " outside of the context");
  }

  private Connection connection() {
    return entered.join();
  }

  private void listen(TestTransport on, ConnectionListener recorder) throws Exception {
    transport = on;
    vertx = on.newVertx();
    context = vertx.getOrCreateContext();
    listener = open(recorder);
  }

  private TestListener open(ConnectionListener recorder) throws Exception {
    ListenOptions options =
        new ListenOptions(
            128, new AcceptPace(10), () -> Duration.ZERO, lingerLimit, pendingLimit, SHORT);
    return TestListener.open(
        transport,
        context,
        -1,
        options,
        arriving -> {
          Connection connection = arriving.enter();
          connection.serve(recorder);
          entered.complete(connection);
        });
  }

  private Peer peer() {
    return Peer.to(listener.port());
  }

  /** Does something with the connection on its loop, and waits until it is done. */
  private void onLoop(Consumer<Connection> action) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    connection()
        .execute(
            () -> {
              action.accept(connection());
              done.complete(null);
            });
    done.orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static ByteBuf text(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static ByteBuf direct(byte[] bytes) {
    return Unpooled.directBuffer(bytes.length).writeBytes(bytes);
  }

  private static void assertTakes(Peer peer, byte[] expected) {
    assertThat(peer.exactly(expected.length).getBytes(StandardCharsets.ISO_8859_1))
        .isEqualTo(expected);
  }

  @EachTransport
  void whatIsSentInsideACallbackArrives(TestTransport on) throws Exception {
    listen(
        on,
        new Recorder() {
          @Override
          public void received(ByteBuf bytes) {
            super.received(bytes);
            connection().send(connection().output().writeBytes(text("one ")));
            connection().send(text("two\n"));
          }
        });
    try (Peer peer = peer().send("hello")) {
      assertThat(peer.line()).isEqualTo("one two");
      await().until(() -> told.size() == 2);
      assertThat(told).containsExactly("received hello", "readComplete");
    }
  }

  @EachTransport
  void closeInsideACallbackIsToldBeforeItReturnsAndNothingAfterIt(TestTransport on)
      throws Exception {
    listen(
        on,
        new Recorder() {
          @Override
          public void received(ByteBuf bytes) {
            super.received(bytes);
            connection().close();
            note("close has returned");
            connection().send(text("never sent"));
            connection().close();
          }
        });
    try (Peer peer = peer().send("hello")) {
      assertThat(peer.rest()).isEmpty();
      onLoop(connection -> {});
      assertThat(told).containsExactly("received hello", "closed", "close has returned");
    }
  }

  @EachTransport
  void aPeerThatHasSentItsEndStillGetsWhatWasSentToIt(TestTransport on) throws Exception {
    byte[] much = random(MUCH);
    listen(
        on,
        new Recorder() {
          @Override
          public void received(ByteBuf bytes) {
            super.received(bytes);
            connection().send(direct(much));
          }
        });
    try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
      peer.getOutputStream().write('x');
      peer.shutdownOutput();
      await().until(() -> told.contains("readComplete"));
      assertThat(peer.getInputStream().readAllBytes()).isEqualTo(much);
      await().until(() -> told.contains("closed"));
      assertThat(told).containsOnlyOnce("closed");
    }
  }

  @EachTransport
  void whatAPeerSentWithItsEndIsKeptWhileItIsNotRead(TestTransport on) throws Exception {
    listen(on, new Recorder());
    try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
      onLoop(connection -> connection.reading(false));
      peer.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
      peer.shutdownOutput();
      awaitTurns();
      onLoop(connection -> connection.send(text("late\n")));
      awaitTurns();
      assertThat(told).noneMatch(event -> event.startsWith("received") || event.equals("closed"));
      onLoop(connection -> connection.reading(true));
      assertThat(peer.getInputStream().readAllBytes()).asString().isEqualTo("late\n");
      await().until(() -> told.contains("closed"));
      assertThat(told)
          .filteredOn(event -> !event.equals("readComplete"))
          .containsExactly("received hello", "closed");
    }
  }

  /** So many that the loop has looked at its sockets meanwhile. */
  private void awaitTurns() {
    for (int i = 0; i < 100; i++) {
      onLoop(connection -> {});
    }
  }

  @EachTransport
  void aPeerThatHasSentItsEndAndTakesNothingIsClosed(TestTransport on) throws Exception {
    listen(
        on,
        new Recorder() {
          @Override
          public void received(ByteBuf bytes) {
            super.received(bytes);
            connection().send(direct(new byte[MUCH]));
          }
        });
    try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
      peer.getOutputStream().write('x');
      peer.shutdownOutput();
      await().until(() -> told.contains("closed"));
    }
  }

  @EachTransport
  void aResetEndsTheConnection(TestTransport on) throws Exception {
    listen(on, new Recorder());
    Peer peer = peer().send("half");
    await().until(() -> told.contains("readComplete"));
    peer.reset();
    await().until(() -> told.contains("closed"));
    assertThat(told).noneMatch(event -> event.contains("outside")).containsOnlyOnce("closed");
    assertThat(told.get(told.size() - 1)).isEqualTo("closed");
  }

  @EachTransport
  void aResetEndsAConnectionThatIsNotReadBecauseItsPeerDoesNotReadEither(TestTransport on)
      throws Exception {
    listen(on, new Recorder());
    Peer peer = peer();
    onLoop(
        connection -> {
          connection.send(direct(new byte[MUCH]));
          connection.reading(false);
        });
    peer.send("half").reset();
    await().until(() -> told.contains("closed"));
    assertThat(told).containsOnlyOnce("closed");
  }

  @EachTransport
  void aPeerThatTakesNothingHoldsUpWhoAsksAndThenMoreIsWelcome(TestTransport on) throws Exception {
    byte[] much = random(MUCH);
    listen(on, new Recorder());
    try (Peer peer = peer()) {
      onLoop(
          connection -> {
            connection.send(direct(much));
            connection.send(Unpooled.wrappedBuffer(much));
            note("sent, writable: " + connection.isWritable());
          });
      assertThat(told).containsExactly("sent, writable: false");
      onLoop(connection -> assertThat(connection.pendingBytes()).isPositive());
      assertTakes(peer, much);
      assertTakes(peer, much);
      await().until(() -> told.contains("writable"));
      onLoop(
          connection -> {
            assertThat(connection.isWritable()).isTrue();
            assertThat(connection.pendingBytes()).isZero();
          });
      assertThat(told).containsExactly("sent, writable: false", "writable");
    }
  }

  @EachTransport
  void aLargeHeapBufferWaitsWithoutACopy(TestTransport on) throws Exception {
    byte[] much = random(MUCH);
    ByteBuf large = Unpooled.wrappedBuffer(much);
    listen(on, new Recorder());
    try (Peer peer = peer()) {
      onLoop(connection -> connection.send(large.retain()));
      assertThat(pendingLimit.taken()).isLessThan(256 * 1024);
      onLoop(connection -> connection.send(text("behind it\n")));
      assertTakes(peer, much);
      assertThat(peer.line()).isEqualTo("behind it");
    }
    await().untilAsserted(() -> assertThat(large.refCnt()).isOne());
  }

  @EachTransport
  void whatGoesOverTheSharedLimitEndsItsOwnConnectionAlone(TestTransport on) throws Exception {
    listen(on, new Recorder());
    try (Peer slow = peer()) {
      assertThat(pendingLimit.take(4L * MUCH - MUCH / 4)).isTrue();
      onLoop(connection -> connection.send(direct(new byte[MUCH])));
      await().until(() -> told.contains("closed"));
      assertThat(told).containsExactly("failed too much waits for slow readers", "closed");
      assertThat(slow).isNotNull();
    } finally {
      pendingLimit.giveBack(4L * MUCH - MUCH / 4);
    }
  }

  @EachTransport
  void tasksRunInOrderNeverWithinTheirCallerAndTheirFailuresAreTold(TestTransport on)
      throws Exception {
    listen(on, new Recorder());
    try (Peer peer = peer()) {
      onLoop(
          connection -> {
            connection.execute(() -> note("first"));
            connection.execute(
                () -> {
                  throw new IllegalStateException("on purpose");
                });
            note("both are asked for");
          });
      assertThat(peer.rest()).isEmpty();
      onLoop(connection -> note("after the end"));
      assertThat(told)
          .containsExactly(
              "both are asked for", "first", "failed on purpose", "closed", "after the end");
    }
  }

  @EachTransport
  void aLingeringCloseIsReadByAPeerThatStillSends(TestTransport on) throws Exception {
    listen(
        on,
        new Recorder() {
          @Override
          public void received(ByteBuf bytes) {
            bytes.release();
            note("received");
            connection().lingeringClose(text("why\n"));
          }
        });
    try (Peer peer = peer()) {
      peer.send("x".repeat(300_000));
      assertThat(peer.rest()).isEqualTo("why\n");
    }
    await().until(() -> lingersAreFree(8));
    assertThat(told).containsExactly("received");
  }

  private boolean lingersAreFree(int count) {
    int taken = 0;
    while (taken < count && lingerLimit.take()) {
      taken++;
    }
    for (int i = 0; i < taken; i++) {
      lingerLimit.giveBack();
    }
    return taken == count;
  }

  @EachTransport
  void closeAfterWritesWritesAll(TestTransport on) throws Exception {
    byte[] much = random(MUCH);
    listen(on, new Recorder());
    try (Peer peer = peer()) {
      onLoop(
          connection -> {
            connection.send(Unpooled.wrappedBuffer(much));
            connection.closeAfterWrites();
            note("is to close");
          });
      assertTakes(peer, much);
      assertThat(peer.rest()).isEmpty();
      await().until(() -> told.contains("closed"));
      assertThat(told.get(0)).isEqualTo("is to close");
    }
  }

  @EachTransport
  void aListenerStopsAcceptingWhileItsClientsStayAndAnotherOpensBesideIt(TestTransport on)
      throws Exception {
    ConnectionListener echo =
        new Recorder() {
          @Override
          public void received(ByteBuf bytes) {
            connection().send(bytes);
          }

          @Override
          public void readComplete() {}
        };
    listen(on, echo);
    try (Peer client = peer().send("a\n")) {
      assertThat(client.line()).isEqualTo("a");
      TestListener other = open(new Recorder());
      listener.stopAccepting();
      await().until(() -> isRefused(listener.port()));
      try (Peer another = Peer.to(other.port()).send("b")) {
        await().until(() -> told.contains("received b"));
        assertThat(another).isNotNull();
      }
      assertThat(client.send("c\n").line()).isEqualTo("c");
      listener.close(Duration.ZERO);
      assertThat(client.rest()).isEmpty();
      other.close(Duration.ZERO);
    }
  }

  private static boolean isRefused(int port) {
    try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !peer.isConnected();
    } catch (IOException refused) {
      return true;
    }
  }

  @EachTransport
  void aCloseGivesItsClientsTheTimeThatItWasTold(TestTransport on) throws Exception {
    listen(on, new Recorder());
    try (Peer client = peer().send("a")) {
      await().until(() -> told.contains("received a"));
      listener.close(Duration.ofMillis(200));
      assertThat(client.rest()).isEmpty();
      assertThat(told).contains("closed");
    }
  }
}
