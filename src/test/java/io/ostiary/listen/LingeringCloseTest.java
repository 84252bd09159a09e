package io.ostiary.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import io.vertx.core.Vertx;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lingering closes of peers that do not take their final reply. */
final class LingeringCloseTest {

  /** More than the kernel's buffers hold for a peer that reads nothing. */
  private static final int LAST_WORDS_BYTES = 16 * 1024 * 1024;

  private static final Timing SHORT =
      new Timing(
          Duration.ofMillis(300),
          Duration.ofMinutes(1),
          Duration.ofMillis(200),
          Duration.ofSeconds(1));

  private static final Duration HOUR = Duration.ofHours(1);

  private final Vertx vertx = Vertx.builder().withTransport(Transport.nativeTransport()).build();
  private final AtomicInteger arrived = new AtomicInteger();
  private LingerLimit drains;
  private int port;

  @AfterEach
  void end() throws Exception {
    Served.await(vertx.close());
  }

  private void listen(int mostDrains) throws Exception {
    listen(mostDrains, SHORT);
  }

  private void listen(int mostDrains, Timing timing) throws Exception {
    drains = new LingerLimit(mostDrains);
    ListenOptions options =
        new ListenOptions(
            new AcceptPace(10),
            () -> Duration.ZERO,
            drains,
            PendingLimit.ofThisProcess(),
            timing,
            ProxyHeaders.ofNobody(),
            false);
    port = TestListener.open(TestTransport.best(), vertx, options, this::sayFarewell).port();
  }

  /** Of a connection that is not read from, as of a client that does not read either. */
  private void sayFarewell(Arriving connection) {
    connection.enter(this::sayFarewell);
  }

  private void sayFarewell(Connection wire) {
    arrived.incrementAndGet();
    wire.reading(false);
    ByteBuf lastWords = wire.allocator().directBuffer(LAST_WORDS_BYTES);
    wire.lingeringClose(lastWords.writeZero(LAST_WORDS_BYTES));
  }

  private Socket arrive() throws IOException {
    int before = arrived.get();
    Socket peer = new Socket(InetAddress.getLoopbackAddress(), port);
    await().until(() -> arrived.get() == before + 1);
    return peer;
  }

  @Test
  void aPeerThatDoesNotTakeItsReplyAtOnceIsClosedWhereNoShareIsLeft() throws Exception {
    listen(0, new Timing(HOUR, HOUR, HOUR, HOUR));
    long before = Served.openDescriptors();
    try (Socket peer = arrive()) {
      assertThat(peer.isConnected()).isTrue();
      awaitDescriptors(before + 1);
    }
  }

  /** Awaited, because a share is given back after the descriptor. */
  private void awaitFree(int shares) {
    for (int i = 0; i < shares; i++) {
      await().until(drains::take);
    }
    assertThat(drains.take()).isFalse();
  }

  private void awaitDescriptors(long most) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(Served.openDescriptors()).isLessThanOrEqualTo(most));
  }

  @ParameterizedTest(name = "with room for {0} to be drained")
  @ValueSource(ints = {0, 1})
  void aPeerThatResetsItIsClosed(int mostDrains) throws Exception {
    listen(mostDrains);
    long before = Served.openDescriptors();
    Socket peer = arrive();
    peer.setSoLinger(true, 0);
    peer.close();

    awaitDescriptors(before);
    awaitFree(mostDrains);
  }

  @ParameterizedTest(name = "with room for {0} to be drained")
  @ValueSource(ints = {0, 1})
  void aPeerThatNeverReadsIsClosed(int mostDrains) throws Exception {
    listen(mostDrains);
    long before = Served.openDescriptors();
    try (Socket peer = arrive()) {
      assertThat(peer.isConnected()).isTrue();
      awaitDescriptors(before + 1);
    }
    awaitFree(mostDrains);
  }
}
