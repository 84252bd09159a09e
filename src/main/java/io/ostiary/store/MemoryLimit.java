package io.ostiary.store;

import io.ostiary.resp.ArgumentException;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the memory that a store's entries take, and tells whether they may take more. Shared by
 * all event loops and safe, without a lock.
 */
final class MemoryLimit {

  /**
   * The default limit as a share of the heap. Of a heap of 512 MB the server takes 4 and 18,000
   * idle clients 15; KEYS on a store full of empty values makes a list of a quarter of its size;
   * and a collector needs free space to run rarely.
   */
  static final double DEFAULT_SHARE = 0.6;

  private static final String TEXT = "OOM command not allowed when used memory > 'maxmemory'.";

  static final Reply REFUSED = Reply.error(TEXT);

  private final LongAdder usedBytes = new LongAdder();
  private final HeapWatch watch;
  private volatile long maxBytes;

  MemoryLimit(HeapWatch watch) {
    this.watch = watch;
    set(0);
  }

  /** Sets {@code maxmemory}; 0 means {@link #DEFAULT_SHARE}. */
  void set(long bytes) {
    maxBytes = bytes == 0 ? HeapWatch.share(DEFAULT_SHARE, watch.heap().maxBytes()) : bytes;
  }

  /** The limit in force in bytes; never 0. */
  long maxBytes() {
    return maxBytes;
  }

  long usedBytes() {
    return usedBytes.sum();
  }

  Heap heap() {
    return watch.heap();
  }

  /** To be called before much is removed at once. */
  void beforeRemoval() {
    watch.look(usedBytes.sum());
  }

  /** Adds to the bytes taken; negative for a removal. */
  void add(long bytes) {
    usedBytes.add(bytes);
  }

  /** Whether there is no room for the most that this request may add. */
  boolean isTooSmallFor(Request request) {
    long added = request.memoryBytes() + (long) request.count() * Footprint.OF_AN_ARGUMENT;
    long used = usedBytes.sum();
    return used + added > maxBytes || watch.isFull(used, added);
  }

  /**
   * Checks that the heap has room for a short-lived allocation.
   *
   * @throws ArgumentException if it has none
   */
  void checkRoomFor(long bytes) {
    if (watch.isFull(usedBytes.sum(), bytes)) {
      throw new ArgumentException(TEXT);
    }
  }
}
