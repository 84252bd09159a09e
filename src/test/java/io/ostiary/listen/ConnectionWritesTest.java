package io.ostiary.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ostiary.peer.Peer;
import java.nio.charset.StandardCharsets;

/** What holds for every connection: how it writes, and what waits for a slow peer. */
final class ConnectionWritesTest extends ConnectionFixture {

  @EachConnection
  void aPeerThatTakesNothingHoldsUpWhoAsksAndThenMoreIsWelcome(ConnectionKind kind)
      throws Exception {
    byte[] much = random(MUCH);
    begin(kind, new Recorder());
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

  @EachConnection
  void aLargeHeapBufferWaitsWithoutACopy(ConnectionKind kind) throws Exception {
    byte[] much = random(MUCH);
    ByteBuf large = Unpooled.wrappedBuffer(much);
    begin(kind, new Recorder());
    try (Peer peer = peer()) {
      onLoop(connection -> connection.send(large.retain()));
      assertThat(pendingLimit.taken()).isLessThan(256 * 1024);
      onLoop(connection -> connection.send(text("behind it\n")));
      assertTakes(peer, much);
      assertThat(peer.line()).isEqualTo("behind it");
    }
    await().untilAsserted(() -> assertThat(large.refCnt()).isOne());
  }

  @EachConnection
  void whatGoesOverTheSharedLimitEndsItsOwnConnectionAlone(ConnectionKind kind) throws Exception {
    begin(kind, new Recorder());
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

  @EachConnection
  void aRangeIsSentInOrderAndItsBufferStaysTheCallersOwn(ConnectionKind kind) throws Exception {
    begin(kind, new Recorder());
    ByteBuf direct = direct("<direct>".getBytes(StandardCharsets.US_ASCII));
    ByteBuf heap = text("<heap>");
    try (Peer peer = peer()) {
      onLoop(
          connection -> {
            connection.send(direct, 1, 7);
            connection.send(text(" and "));
            connection.send(heap, 1, 5);
            connection.send(heap, 3, 3);
            direct.setZero(0, direct.capacity());
            heap.setZero(0, heap.capacity());
            connection.send(text("\n"));
          });
      assertThat(peer.line()).isEqualTo("direct and heap");
      assertThat(direct.readerIndex() + heap.readerIndex()).isZero();
      await().until(() -> direct.refCnt() == 1 && heap.refCnt() == 1);
    }
  }

  @EachConnection
  void whatThePeerDoesNotTakeOfARangeIsCopiedAndCounted(ConnectionKind kind) throws Exception {
    byte[] much = random(MUCH);
    begin(kind, new Recorder());
    try (Peer peer = peer()) {
      onLoop(
          connection -> {
            ByteBuf large = direct(much);
            connection.send(large, 0, MUCH / 2);
            connection.send(Unpooled.wrappedBuffer(much), MUCH / 2, MUCH);
            large.setZero(0, MUCH).release();
            note("writable: " + connection.isWritable());
            assertThat(pendingLimit.taken()).isGreaterThanOrEqualTo(connection.pendingBytes());
          });
      assertThat(told).containsExactly("writable: false");
      assertTakes(peer, much);
      await().until(() -> told.contains("writable"));
    }
  }

  @EachConnection
  void aRangeThatGoesOverTheSharedLimitEndsItsOwnConnectionAlone(ConnectionKind kind)
      throws Exception {
    begin(kind, new Recorder());
    try (Peer slow = peer()) {
      assertThat(pendingLimit.take(4L * MUCH - MUCH / 4)).isTrue();
      onLoop(
          connection -> {
            ByteBuf large = direct(new byte[MUCH]);
            connection.send(large, 0, MUCH);
            assertThat(large.release()).isTrue();
          });
      await().until(() -> told.contains("closed"));
      assertThat(told).containsExactly("failed too much waits for slow readers", "closed");
      assertThat(slow).isNotNull();
    } finally {
      pendingLimit.giveBack(4L * MUCH - MUCH / 4);
    }
  }
}
