package io.ostiary.listen.epoll;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * A buffer that the connections of one event loop use by turns, so that an idle one holds none. One
 * that is kept for longer than a turn belongs to its keeper: the next taker gets another. Made when
 * it is first taken.
 */
final class SharedBuffer {

  private final ByteBufAllocator allocator;
  private final int capacity;
  private ByteBuf buffer; // null: not taken yet

  SharedBuffer(ByteBufAllocator allocator, int capacity) {
    this.allocator = allocator;
    this.capacity = capacity;
  }

  /** An empty buffer of at least the capacity; the caller releases it. */
  ByteBuf take() {
    if (buffer == null) {
      buffer = allocator.directBuffer(capacity);
    } else if (buffer.refCnt() > 1 || buffer.capacity() > capacity) {
      // The next one first: there may be no memory for it, and this one belongs to its keeper.
      ByteBuf next = allocator.directBuffer(capacity);
      buffer.release();
      buffer = next;
    }
    return buffer.clear().retain();
  }

  /** Gives the buffer back; nothing is taken after this. */
  void release() {
    if (buffer != null) {
      buffer.release();
    }
  }
}
