package io.ostiary.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a peer has not taken yet. A wire has one from the first write that the kernel did not take
 * whole.
 */
final class PendingWrites {

  /** Above the first, a peer is to be read from no further; below the second, again. */
  private static final int HIGH_BYTES = 64 * 1024;

  private static final int LOW_BYTES = 32 * 1024;

  private final Deque<ByteBuf> buffers = new ArrayDeque<>();
  private long bytes;
  private boolean high;

  /** Appends; the buffer is given up. */
  void add(ByteBuf buffer) {
    buffers.add(buffer);
    count(buffer.readableBytes());
  }

  /** Writes on; what the kernel still does not take stays. */
  void writeTo(FileDescriptor socket) throws IOException {
    while (!buffers.isEmpty()) {
      ByteBuf first = buffers.element();
      int before = first.readableBytes();
      SocketCalls.write(socket, first);
      count(first.readableBytes() - before);
      if (first.isReadable()) {
        return;
      }
      buffers.remove().release();
    }
  }

  private void count(int change) {
    bytes += change;
    high = bytes > HIGH_BYTES || (high && bytes >= LOW_BYTES);
  }

  boolean isEmpty() {
    return buffers.isEmpty();
  }

  /** Whether the peer is to take some before more is made for it. */
  boolean isHigh() {
    return high;
  }

  long bytes() {
    return bytes;
  }

  void release() {
    buffers.forEach(ByteBuf::release);
    buffers.clear();
    bytes = 0;
  }
}
