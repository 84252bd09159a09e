package io.ostiary.listen;

import io.netty.buffer.ByteBuf;
import java.util.IdentityHashMap;

/**
 * Bounds the arrays that wait for slow readers. An array counts once, however many connections wait
 * with it: one stored value may be on its way to hundreds of peers. When it is replaced meanwhile,
 * those that wait keep the old one from being collected. Safe from any thread; the lock is taken
 * for large replies alone.
 */
final class PendingHeap {

  /** How many wait with an array. */
  private static final class Holders {
    private int count;
  }

  private final long mostBytes;
  private final IdentityHashMap<Object, Holders> holders = new IdentityHashMap<>();
  private long taken;

  PendingHeap(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Takes an array if it is counted already, is the only one, or fits beside the others. */
  synchronized boolean take(ByteBuf buffer) {
    Object array = array(buffer);
    Holders holding = holders.get(array);
    if (holding == null) {
      // A large value alone is let through: it could never be read otherwise.
      if (taken > 0 && length(buffer) > mostBytes - taken) {
        return false;
      }
      holding = new Holders();
      holders.put(array, holding);
      taken += length(buffer);
    }
    holding.count++;
    return true;
  }

  /** Gives back what was taken for a buffer. */
  synchronized void giveBack(ByteBuf buffer) {
    Object array = array(buffer);
    Holders holding = holders.get(array);
    if (--holding.count == 0) {
      holders.remove(array);
      taken -= length(buffer);
    }
  }

  synchronized long taken() {
    return taken;
  }

  // What does not show its array counts for itself.

  private static Object array(ByteBuf buffer) {
    return buffer.hasArray() ? buffer.array() : buffer;
  }

  private static int length(ByteBuf buffer) {
    return buffer.hasArray() ? buffer.array().length : buffer.capacity();
  }
}
