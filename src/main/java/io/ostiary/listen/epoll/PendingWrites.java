package io.ostiary.listen.epoll;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.unix.FileDescriptor;
import io.ostiary.listen.PendingLimit;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a peer has not taken yet; a connection has one from the first write that the kernel did not
 * take whole. It is counted in the shared limit. Heap buffers are kept as they are. Direct ones
 * come with room for many replies: what is small against its buffer is copied together with its
 * like, so that a peer that reads nothing holds little more memory than its replies have bytes.
 */
final class PendingWrites {

  /** Above the first, no more is to be made for a peer; below the second, again. */
  private static final int HIGH_BYTES = 64 * 1024;

  private static final int LOW_BYTES = 32 * 1024;

  private static final int LEAST_GATHERED_BYTES = 4 * 1024;

  private final ByteBufAllocator allocator;
  private final SharedBuffer pieces;
  private final PendingLimit limit;
  private final Deque<ByteBuf> buffers = new ArrayDeque<>();
  private ByteBuf gathering; // null: the last of the buffers, if any, is not one made here
  private long bytes;
  private long writtenBytes;
  private boolean high;

  PendingWrites(ByteBufAllocator allocator, SharedBuffer pieces, PendingLimit limit) {
    this.allocator = allocator;
    this.pieces = pieces;
    this.limit = limit;
  }

  /**
   * Appends; the buffer is given up, whatever happens.
   *
   * @return whether the limit allows it; otherwise the buffer is dropped
   */
  boolean add(ByteBuf buffer) {
    int added = buffer.readableBytes();
    boolean fits;
    if (!buffer.isDirect() || added > buffer.capacity() / 2) {
      fits = keep(buffer);
    } else {
      fits = gatherWhole(buffer);
    }
    if (fits) {
      count(added);
    }
    return fits;
  }

  /**
   * Appends a copy of a range.
   *
   * @return whether the limit allows it
   */
  boolean addCopy(ByteBuf buffer, int start, int end) {
    boolean fits = gather(buffer, start, end);
    if (fits) {
      count(end - start);
    }
    return fits;
  }

  private boolean keep(ByteBuf buffer) {
    if (!limit.take(buffer)) {
      buffer.release();
      return false;
    }
    buffers.add(buffer);
    gathering = null;
    return true;
  }

  private boolean gatherWhole(ByteBuf buffer) {
    try {
      return gather(buffer, buffer.readerIndex(), buffer.writerIndex());
    } finally {
      buffer.release();
    }
  }

  private boolean gather(ByteBuf buffer, int start, int end) {
    boolean fits = hasRoom(end - start) || makeRoom(end - start);
    if (fits) {
      gathering.writeBytes(buffer, start, end - start);
    }
    return fits;
  }

  private boolean hasRoom(int added) {
    return gathering != null && gathering.writableBytes() >= added;
  }

  private boolean makeRoom(int added) {
    int capacity = Math.max(added, LEAST_GATHERED_BYTES);
    if (!limit.take(capacity)) {
      return false;
    }
    try {
      gathering = allocator.directBuffer(capacity, capacity);
    } catch (Throwable e) {
      limit.giveBack(capacity);
      throw e;
    }
    buffers.add(gathering);
    return true;
  }

  /**
   * Writes on; what the kernel still does not take stays.
   *
   * @param mostBytes what is beyond that stays, too
   */
  void writeTo(FileDescriptor socket, int mostBytes) throws IOException {
    int bytesLeft = mostBytes;
    while (!buffers.isEmpty() && bytesLeft > 0) {
      ByteBuf first = buffers.element();
      int written = SocketCalls.write(socket, first, pieces, bytesLeft);
      bytesLeft -= written;
      writtenBytes += written;
      count(-written);
      if (first.isReadable()) {
        return;
      }
      drop(buffers.remove());
      if (buffers.isEmpty()) {
        gathering = null;
      }
    }
  }

  private void drop(ByteBuf buffer) {
    limit.giveBack(buffer);
    buffer.release();
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
    buffers.forEach(this::drop);
    buffers.clear();
    gathering = null;
    bytes = 0;
  }
}
