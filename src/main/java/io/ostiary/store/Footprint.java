package io.ostiary.store;

/**
 * How much of the heap entries take, by the layout of objects in a 64-bit JVM with compressed
 * references: what all have with a heap below 32 GiB.
 */
final class Footprint {

  private static final int KEY = 24; // its header, the array, the length and the hash
  private static final int ENTRY = 32; // its header, two references and the deadline
  private static final int MAP_NODE = 32;
  private static final int SET_NODE = 40;
  private static final int ARRAY_HEADER = 16;

  /** What half a new entry takes at most beside its bytes: its key or its value brings so much. */
  static final int OF_AN_ARGUMENT =
      (KEY + ENTRY + MAP_NODE + SET_NODE + 2 * (ARRAY_HEADER + Long.BYTES) + Table.OF_AN_ENTRY) / 2;

  private Footprint() {}

  /** The bytes of an entry, its key and its nodes. */
  static long of(Entry entry) {
    int deadline = entry.expires() ? SET_NODE : 0;
    return KEY
        + ENTRY
        + MAP_NODE
        + deadline
        + array(entry.key().bytes().length)
        + array(entry.value().length);
  }

  private static long array(int length) {
    return (ARRAY_HEADER + (long) length + Long.BYTES - 1) & -Long.BYTES;
  }

  /** The table of a {@link java.util.HashMap}. Not shared. */
  static final class Table {

    /**
     * The share of an entry when it takes most: while the table doubles, the old one and the new
     * one have together three slots of four bytes for each of the old, of which 3/4 are taken.
     */
    static final int OF_AN_ENTRY = 16;

    private static final int FIRST_SLOTS = 16;
    private static final int SLOT = 4;

    private long slots;

    /** The bytes of the table that has held this many entries; it never becomes smaller. */
    long bytes(int entries) {
      if (entries > 0 && slots == 0) {
        slots = FIRST_SLOTS;
      }
      while (entries > slots / 4 * 3) {
        slots *= 2;
      }
      return Math.max((long) OF_AN_ENTRY * entries, SLOT * slots);
    }
  }
}
