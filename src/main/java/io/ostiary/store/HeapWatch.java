package io.ostiary.store;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Tells whether the heap has room for more, whatever fills it. Shared by all event loops and safe.
 *
 * <p>Live bytes are only known after a collection. Those that are not the store's (live bytes less
 * the store's bytes at that time) are kept, and the store's current bytes are added to them, so
 * that a {@code FLUSHALL} counts before anything is collected.
 */
final class HeapWatch {

  /** While less than this share of the maximum is committed, the heap can still grow. */
  private static final double STILL_GROWS = 0.8;

  /** Above this share of the old generation, collections take over. */
  private static final double NEARLY_FULL = 0.9;

  /** A look costs a microsecond. */
  private static final int REQUESTS_BETWEEN_LOOKS = 128;

  /** From this size of a request on, a look is cheap in comparison. */
  private static final long LARGE_BYTES = 64 * 1024;

  /** A power of two. */
  private static final int STRIPES = 16;

  private static final int INTS_APART = 32; // two cache lines: processors fetch pairs of them

  private static final long NANOS_BETWEEN_COLLECTIONS = TimeUnit.SECONDS.toNanos(10);

  private final Heap heap;
  private final LongSupplier nanoTime;
  private final long growsUpToBytes;
  private final AtomicLong collectedNanos;
  private volatile long limitBytes;
  private volatile long othersBytes;
  private volatile long leftBytes; // by the last collection seen

  // A countdown for each stripe of threads, in cache lines of their own: every write counts, and
  // event loops that share a counter wait for its line. A lost decrement only makes a look later.
  private final int[] untilLook = new int[(STRIPES + 1) * INTS_APART];

  HeapWatch(Heap heap, LongSupplier nanoTime) {
    this.heap = heap;
    this.nanoTime = nanoTime;
    this.growsUpToBytes = share(STILL_GROWS, heap.maxBytes());
    this.limitBytes = share(NEARLY_FULL, heap.maxBytes());
    this.collectedNanos = new AtomicLong(nanoTime.getAsLong() - NANOS_BETWEEN_COLLECTIONS);
  }

  static long share(double share, long bytes) {
    return (long) (share * bytes);
  }

  Heap heap() {
    return heap;
  }

  /** Whether the heap has no room for so much more than the store has. */
  boolean isFull(long storeBytes, long addedBytes) {
    if (--untilLook[stripe()] < 0 || addedBytes >= LARGE_BYTES) {
      look(storeBytes);
    }
    return !hasRoom(storeBytes + addedBytes) && !hasRoomAfterLooking(storeBytes, addedBytes);
  }

  private boolean hasRoom(long storeBytes) {
    return othersBytes + storeBytes <= limitBytes;
  }

  private boolean hasRoomAfterLooking(long storeBytes, long addedBytes) {
    look(storeBytes);
    if (hasRoom(storeBytes + addedBytes)) {
      return true;
    }
    // Garbage of others counts until the next collection, and while all writes are refused there
    // may be none for hours.
    if (othersBytes > 0 && mayCollect()) {
      heap.collect();
      look(storeBytes);
    }
    return hasRoom(storeBytes + addedBytes);
  }

  /** Not the first one: the length of the array is in its line, and is read each time. */
  private static int stripe() {
    return (1 + ((int) Thread.currentThread().getId() & (STRIPES - 1))) * INTS_APART;
  }

  private boolean mayCollect() {
    long now = nanoTime.getAsLong();
    long last = collectedNanos.get();
    return now - last >= NANOS_BETWEEN_COLLECTIONS && collectedNanos.compareAndSet(last, now);
  }

  /**
   * Reads the figures of the heap; {@code storeBytes} is what the store takes now. To be called
   * before much is removed.
   */
  synchronized void look(long storeBytes) {
    untilLook[stripe()] = REQUESTS_BETWEEN_LOOKS;
    if (heap.committedBytes() < growsUpToBytes) {
      othersBytes = 0;
      return;
    }
    long left = heap.oldBytesAfterCollection();
    if (left != leftBytes) {
      leftBytes = left;
      limitBytes = share(NEARLY_FULL, heap.oldMaxBytes());
      othersBytes = Math.max(0, left - storeBytes);
    }
  }
}
