package io.ostiary.store;

import io.ostiary.resp.ArgumentException;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.concurrent.atomic.LongAdder;

/**
 * How much memory the entries of a store take, and whether they may take more. Shared by all event
 * loops and safe; nothing here takes a lock.
 */
final class MemoryLimit {

  /**
   * The share of the heap that entries may have unless told otherwise. Of a heap of 512 MB the
   * server takes 4 and 18,000 idle clients 15; KEYS on a store that is full of empty values makes a
   * list of a quarter of its size; and a collector needs some room to run seldom.
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

  /** Sets {@code maxmemory}; 0 stands for a share of the heap. */
  void set(long bytes) {
    maxBytes = bytes == 0 ? HeapWatch.share(DEFAULT_SHARE, watch.heap().maxBytes()) : bytes;
  }

  /** The mark in force; never 0. */
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

  /** Entries take so much more, or less. */
  void add(long bytes) {
    usedBytes.add(bytes);
  }

  /** Whether there is no room for what this request may add at the most. */
  boolean isTooSmallFor(Request request) {
    long added = request.memoryBytes() + (long) request.count() * Footprint.OF_AN_ARGUMENT;
    long used = usedBytes.sum();
    return used + added > maxBytes || watch.isFull(used, added);
  }

  /**
   * Makes sure that the heap has room for something that is needed for a moment only.
   *
   * @throws ArgumentException if it has not
   */
  void checkRoomFor(long bytes) {
    if (watch.isFull(usedBytes.sum(), bytes)) {
      throw new ArgumentException(TEXT);
    }
  }
}
