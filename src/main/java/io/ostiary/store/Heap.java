package io.ostiary.store;

/** What {@link HeapWatch} has to know of the JVM's memory, in bytes. */
interface Heap {

  /** The most that the heap may have. */
  long maxBytes();

  /** What it has now, used or not. */
  long committedBytes();

  /** What of it is used now, garbage included. */
  long usedBytes();

  /** The most of its part for what lives long. */
  long oldMaxBytes();

  /** What of that part was used after its last collection; 0 before the first. */
  long oldBytesAfterCollection();

  /** Has it collected. */
  void collect();
}
