package io.ostiary.listen.netserver;

import io.netty.buffer.ByteBuf;
import io.ostiary.listen.PendingLimit;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a channel has read while its connection does not read: Netty reads all there is when the
 * peer has sent its end, and finishes a read that is under way. At most what the kernel held for
 * the peer, and counted in the shared limit. On the event loop only.
 */
final class HeldInput {

  private static final Deque<ByteBuf> NONE = new ArrayDeque<>(0);

  private final PendingLimit limit;
  private Deque<ByteBuf> buffers = NONE; // replaced when something is held, which is rare
  private boolean end;

  HeldInput(PendingLimit limit) {
    this.limit = limit;
  }

  /** Whether there is nothing, not even the end. */
  boolean isEmpty() {
    return buffers.isEmpty() && !end;
  }

  /** Takes a buffer over; if the limit does not allow it, the buffer is dropped. */
  boolean add(ByteBuf bytes) {
    if (!take(bytes)) {
      return false;
    }
    buffers.addLast(bytes);
    return true;
  }

  /** The same before all others. */
  boolean addFirst(ByteBuf bytes) {
    if (!take(bytes)) {
      return false;
    }
    buffers.addFirst(bytes);
    return true;
  }

  private boolean take(ByteBuf bytes) {
    if (!limit.take(bytes)) {
      bytes.release();
      return false;
    }
    if (buffers == NONE) {
      buffers = new ArrayDeque<>();
    }
    return true;
  }

  /** The peer has sent its end, behind what is held. */
  void addEnd() {
    end = true;
  }

  boolean hasBytes() {
    return !buffers.isEmpty();
  }

  /** The first buffer, for the caller to release; there is one. */
  ByteBuf remove() {
    ByteBuf first = buffers.remove();
    limit.giveBack(first);
    return first;
  }

  /** Whether the end was held; it no longer is. */
  boolean removeEnd() {
    boolean was = end;
    end = false;
    return was;
  }

  void release() {
    while (hasBytes()) {
      remove().release();
    }
  }
}
