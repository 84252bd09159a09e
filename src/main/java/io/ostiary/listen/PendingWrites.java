package io.ostiary.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a peer has not taken yet. A wire has one from the first write that the kernel did not take
 * whole. Replies come in buffers with room for many: what is small against its buffer is copied
 * together with its like, so that a peer that reads nothing holds little more memory than twice
 * what is counted for it. A buffer that is kept as it is counts for less as it is written, and is
 * held whole until its last byte is written: one for each client.
 */
final class PendingWrites {

  /** Above the first, a peer is to be read from no further; below the second, again. */
  private static final int HIGH_BYTES = 64 * 1024;

  private static final int LOW_BYTES = 32 * 1024;

  private static final int LEAST_GATHERED_BYTES = 4 * 1024;

  private final ByteBufAllocator allocator;
  private final Deque<ByteBuf> buffers = new ArrayDeque<>();
  private ByteBuf gathering; // null: the last of the buffers, if any, is not one made here
  private long bytes;
  private long writtenBytes;
  private boolean high;

  PendingWrites(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /** Appends; the buffer is given up, whether this returns or throws. */
  void add(ByteBuf buffer) {
    int added = buffer.readableBytes();
    if (added > buffer.capacity() / 2) {
      buffers.add(buffer);
      gathering = null;
    } else {
      gather(buffer);
    }
    count(added);
  }

  private void gather(ByteBuf buffer) {
    int added = buffer.readableBytes();
    try {
      if (gathering == null || gathering.writableBytes() < added) {
        gathering = allocator.directBuffer(Math.max(added, LEAST_GATHERED_BYTES));
        buffers.add(gathering);
      }
      gathering.writeBytes(buffer);
    } finally {
      buffer.release();
    }
  }

  /** Writes on; what the kernel still does not take stays. */
  void writeTo(FileDescriptor socket) throws IOException {
    while (!buffers.isEmpty()) {
      ByteBuf first = buffers.element();
      int before = first.readableBytes();
      SocketCalls.write(socket, first);
      int written = before - first.readableBytes();
      writtenBytes += written;
      count(-written);
      if (first.isReadable()) {
        return;
      }
      removeFirst();
    }
  }

  private void removeFirst() {
    buffers.remove().release();
    if (buffers.isEmpty()) {
      gathering = null;
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

  /** All that was ever written from here. */
  long writtenBytes() {
    return writtenBytes;
  }

  void release() {
    buffers.forEach(ByteBuf::release);
    buffers.clear();
    gathering = null;
    bytes = 0;
  }
}
