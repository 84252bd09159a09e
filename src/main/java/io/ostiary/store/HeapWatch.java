package io.ostiary.store;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Tells whether the heap has room for more, whatever fills it. Shared by all event loops and safe.
 *
 * <p>What lives is known after a collection only. Of what a collection left, the store's bytes at
 * that time are known, so the rest is that of others; the store's bytes of now come on top. Thus a
 * {@code FLUSHALL} counts at once, though nothing was collected yet.
 */
final class HeapWatch {

  /** Below this share of the largest heap, the heap still grows, and nothing need be asked. */
  private static final double STILL_GROWS = 0.8;

  /** Above this share of the old generation, the collector has little else to do than to run. */
  private static final double NEARLY_FULL = 0.9;

  /** How many requests one look lasts for: it costs a microsecond. */
  private static final int REQUESTS_BETWEEN_LOOKS = 128;

  /** For a request of this size, a look costs little. */
  private static final long LARGE_BYTES = 64 * 1024;

  private static final long NANOS_BETWEEN_COLLECTIONS = TimeUnit.SECONDS.toNanos(10);

  private final Heap heap;
  private final LongSupplier nanoTime;
  private final long growsUpToBytes;
  private final AtomicLong collectedNanos;
  private volatile long limitBytes;
  private volatile long othersBytes;
  private volatile long leftBytes; // by the collection that was seen last
  private int untilLook; // written by all threads: a count that is lost makes a look later

  HeapWatch(Heap heap, LongSupplier nanoTime) {
    this.heap = heap;
    this.nanoTime = nanoTime;
    this.growsUpToBytes = share(STILL_GROWS, heap.maxBytes());
    this.limitBytes = share(NEARLY_FULL, heap.maxBytes());
    this.collectedNanos = new AtomicLong(nanoTime.getAsLong() - NANOS_BETWEEN_COLLECTIONS);
  }

  /** That share of some bytes. */
  static long share(double share, long bytes) {
    return (long) (share * bytes);
  }

  Heap heap() {
    return heap;
  }

  /** Whether there is no room for so much more than the store has. */
  boolean isFull(long storeBytes, long addedBytes) {
    if (--untilLook < 0 || addedBytes >= LARGE_BYTES) {
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
    // What others left since the last collection is not seen before the next, and while nothing
    // adds anything there may be none for hours.
    if (othersBytes > 0 && mayCollect()) {
      heap.collect();
      look(storeBytes);
    }
    return hasRoom(storeBytes + addedBytes);
  }

  private boolean mayCollect() {
    long now = nanoTime.getAsLong();
    long last = collectedNanos.get();
    return now - last >= NANOS_BETWEEN_COLLECTIONS && collectedNanos.compareAndSet(last, now);
  }

  /** Notes what the store has now, before it gives much of that up. */
  synchronized void look(long storeBytes) {
    untilLook = REQUESTS_BETWEEN_LOOKS;
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
