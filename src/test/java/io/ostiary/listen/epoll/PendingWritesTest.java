package io.ostiary.listen.epoll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import io.ostiary.listen.PendingLimit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Writes that a peer has not taken yet. */
final class PendingWritesTest {

  private static final int REPLY_BUFFER_BYTES = 64 * 1024;

  private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true);
  private final PendingLimit limit = new PendingLimit(Long.MAX_VALUE);
  private final SharedBuffer pieces = new SharedBuffer(memory, REPLY_BUFFER_BYTES);
  private final PendingWrites pending = new PendingWrites(memory, pieces, limit);

  @BeforeAll
  static void nativeSocketsAreThere() {
    assumeThat(Epoll.isAvailable()).isTrue();
  }

  private ByteBuf reply(byte[] bytes) {
    int capacity = Math.max(REPLY_BUFFER_BYTES, bytes.length);
    return memory.directBuffer(capacity).writeBytes(bytes);
  }

  @Test
  void manySmallRepliesHoldHardlyMoreMemoryThanTheyHaveBytes() {
    for (int i = 0; i < 13_000; i++) {
      pending.add(reply(new byte[5]));
    }

    assertThat(pending.bytes()).isEqualTo(65_000);
    assertThat(memory.metric().usedDirectMemory()).isLessThan(2 * 65_000);
    pending.release();
    assertThat(memory.metric().usedDirectMemory()).isZero();
  }

  @Test
  void aHeapBufferIsKeptAsItIsAndADirectOneIsCountedWithTheRoomThatItHolds() {
    ByteBuf heap = Unpooled.wrappedBuffer(new byte[1_000_000]);
    assertThat(pending.add(heap)).isTrue();
    assertThat(memory.metric().usedDirectMemory()).isZero();
    assertThat(limit.taken()).isZero();
    assertThat(pending.add(reply(new byte[40_000]))).isTrue();
    assertThat(limit.taken()).isEqualTo(REPLY_BUFFER_BYTES);
    assertThat(pending.bytes()).isEqualTo(1_040_000);

    pending.release();
    assertThat(limit.taken()).isZero();
    assertThat(heap.refCnt()).isZero();
    assertThat(memory.metric().usedDirectMemory()).isZero();
  }

  @Test
  void nothingIsReservedThatTheLimitDoesNotAllow() {
    PendingWrites limited =
        new PendingWrites(
            memory, new SharedBuffer(memory, REPLY_BUFFER_BYTES), new PendingLimit(6_000));
    assertThat(limited.add(reply(new byte[40_000]))).isFalse();
    assertThat(limited.add(reply(new byte[100]))).isTrue();
    assertThat(limited.add(reply(new byte[4_000]))).isFalse();
    assertThat(limited.bytes()).isEqualTo(100);

    limited.release();
    assertThat(memory.metric().usedDirectMemory()).isZero();
  }

  @Test
  void everythingIsWrittenOnceAndInOrderHoweverLargeItIs() throws IOException {
    Random random = new Random(7);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    ByteArrayOutputStream taken = new ByteArrayOutputStream();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Socket socket = Socket.newSocketStream();
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()));
      try (InputStream peer = server.accept().getInputStream()) {
        for (int round = 0; round < 200; round++) {
          for (int replies = random.nextInt(20); replies > 0; replies--) {
            byte[] bytes = new byte[1 + random.nextInt(random.nextInt(10) == 0 ? 200_000 : 300)];
            random.nextBytes(bytes);
            expected.writeBytes(bytes);
            pending.add(random.nextInt(5) == 0 ? Unpooled.wrappedBuffer(bytes) : reply(bytes));
          }
          pending.writeTo(socket, 1 << 20);
          taken.writeBytes(peer.readNBytes(peer.available()));
        }
        while (!pending.isEmpty()) {
          taken.writeBytes(peer.readNBytes(peer.available()));
          pending.writeTo(socket, 1 << 20);
        }
        socket.shutdown(false, true);
        taken.writeBytes(peer.readAllBytes());
      } finally {
        socket.close();
      }
    }

    assertThat(taken.toByteArray()).isEqualTo(expected.toByteArray());
    assertThat(pending.bytes()).isZero();
    assertThat(limit.taken()).isZero();
    pieces.release();
    assertThat(memory.metric().usedDirectMemory()).isZero();
  }

  @Test
  void oneTurnWritesNoMoreThanItMayOfAnyKindOfBuffer() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Socket socket = Socket.newSocketStream();
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()));
      try (InputStream peer = server.accept().getInputStream()) {
        pending.add(reply(new byte[100_000]));
        pending.add(Unpooled.wrappedBuffer(new byte[100_000]));
        for (int turn = 0; pending.bytes() > 0; turn++) {
          long before = pending.bytes();
          pending.writeTo(socket, 15_000);
          assertThat(before - pending.bytes()).as("turn %d", turn).isBetween(1L, 15_000L);
          peer.readNBytes((int) (before - pending.bytes()));
        }
      } finally {
        socket.close();
        pieces.release();
      }
    }
  }
}
