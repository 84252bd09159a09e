package io.ostiary.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * The bytes of one connection that wait to be decoded. Positions count from the first of them.
 *
 * <p>What one read brought is used where it is. Only what is left of it when the decoder stops is
 * copied, into a buffer of the rest's size, so that a slow client does not hold a whole read
 * buffer; later reads are appended there. Nothing is held when nothing waits.
 *
 * <p>Every byte is copied a bounded number of times on average: an appending buffer doubles, and
 * the rest is moved at most once for each request that was taken from before it. Belongs to one
 * event loop.
 */
final class ReadBuffer {

  private static final int MIN_CAPACITY = 256;
  private static final int MAX_CAPACITY = Integer.MAX_VALUE - 8; // of a Java array

  private final ByteBufAllocator allocator;
  private ByteBuf bytes; // null: nothing waits
  private boolean appendable; // made here; otherwise a read, whose room is not ours

  ReadBuffer(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  boolean isEmpty() {
    return bytes == null;
  }

  /**
   * What waits, from its reader index on. Changes with every other method that is not a question.
   */
  ByteBuf bytes() {
    return bytes;
  }

  /** Where in {@link #bytes} the first of what waits is. */
  int start() {
    return bytes.readerIndex();
  }

  byte byteAt(int position) {
    return bytes.getByte(bytes.readerIndex() + position);
  }

  /**
   * The eight bytes from that position on, the first in the highest place. Where fewer wait, zeros
   * stand for those that are missing, and perhaps for some that are not: at least four are given,
   * or none.
   */
  long eightBytes(int position) {
    int waiting = bytes.readableBytes() - position;
    int index = bytes.readerIndex() + position;
    if (waiting >= Long.BYTES) {
      return bytes.getLong(index);
    }
    return waiting >= Integer.BYTES ? (long) bytes.getInt(index) << Integer.SIZE : 0;
  }

  int size() {
    return bytes == null ? 0 : bytes.readableBytes();
  }

  int freeBytes() {
    return bytes == null ? 0 : bytes.capacity() - bytes.readableBytes();
  }

  /** Adds what was read, at least a byte, and owns it from now on, whether it returns or throws. */
  void add(ByteBuf read) {
    if (bytes == null) {
      bytes = read;
      appendable = false;
      return;
    }
    try {
      makeRoom(read.readableBytes());
      bytes.writeBytes(read);
    } finally {
      read.release();
    }
  }

  private void makeRoom(int added) {
    if (appendable && bytes.writableBytes() >= added) {
      return;
    }
    long needed = (long) bytes.readableBytes() + added;
    boolean fits = appendable && needed <= bytes.capacity();
    boolean shared = bytes.refCnt() > 1; // by a slice, whose bytes stay where they are
    if (fits && !shared && bytes.readerIndex() >= bytes.readableBytes()) {
      // Moves no more bytes than were taken since the last time.
      bytes.discardReadBytes();
    } else {
      moveTo(capacityFor(needed));
    }
  }

  // Powers of two however large: the allocator's own growth is by a fixed step above 4 MiB, and a
  // large argument would be copied once for every step.
  private static int capacityFor(long needed) {
    if (needed > MAX_CAPACITY) {
      throw new IllegalStateException("more than 2 GiB wait to be decoded");
    }
    long doubled = Long.highestOneBit(Math.max(needed, MIN_CAPACITY) * 2 - 1);
    return (int) Math.min(doubled, MAX_CAPACITY);
  }

  private void moveTo(int capacity) {
    ByteBuf roomier = allocator.buffer(capacity);
    roomier.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
    bytes.release();
    bytes = roomier;
    appendable = true;
  }

  /** Drops the first {@code count} bytes. */
  void drop(int count) {
    bytes.skipBytes(count);
  }

  /** Nothing more will be taken until more is added: holds on to no more than what waits. */
  void settle() {
    if (bytes == null) {
      return;
    }
    if (!bytes.isReadable()) {
      release();
    } else if (!appendable || bytes.readerIndex() > 0) {
      moveTo(capacityFor(bytes.readableBytes()));
    }
  }

  /** Gives everything back. */
  void release() {
    if (bytes != null) {
      bytes.release();
      bytes = null;
    }
  }
}
