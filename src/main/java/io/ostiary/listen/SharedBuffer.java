package io.ostiary.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * A buffer that the connections of one event loop use by turns, so that one who is idle holds none.
 * Whoever keeps it longer than a turn keeps it alone: the next gets another one.
 */
final class SharedBuffer {

  private final ByteBufAllocator allocator;
  private final int capacity;
  private ByteBuf buffer;

  SharedBuffer(ByteBufAllocator allocator, int capacity) {
    this.allocator = allocator;
    this.capacity = capacity;
    this.buffer = allocator.directBuffer(capacity);
  }

  /** An empty buffer of at least the capacity; the caller releases it. */
  ByteBuf take() {
    if (buffer.refCnt() > 1 || buffer.capacity() > capacity) {
      // First the next one: there may be no memory for it, and this one is somebody else's by now.
      ByteBuf next = allocator.directBuffer(capacity);
      buffer.release();
      buffer = next;
    }
    return buffer.clear().retain();
  }

  /** Gives the buffer back; nothing is taken after this. */
  void release() {
    buffer.release();
  }
}
