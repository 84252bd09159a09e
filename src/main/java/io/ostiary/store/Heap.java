package io.ostiary.store;

/** The figures of the JVM's heap that {@link HeapWatch} needs, in bytes. */
interface Heap {

  /** The maximum size. */
  long maxBytes();

  /** The size now, used or not. */
  long committedBytes();

  /** The bytes in use now, garbage included. */
  long usedBytes();

  /** The maximum size of the old generation. */
  long oldMaxBytes();

  /** The old generation in use after its last collection; 0 before the first. */
  long oldBytesAfterCollection();

  /** Runs a full collection. */
  void collect();
}
