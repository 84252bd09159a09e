package io.ostiary.store;

/**
 * The heap that entries take, by the object layout of a 64-bit JVM with compressed references,
 * which is the default for heaps below 32 GiB.
 */
final class Footprint {

  private static final int KEY = 24; // header, reference to the array, length, hash
  private static final int ENTRY = 32; // header, two references, deadline
  private static final int MAP_NODE = 32;
  private static final int SET_NODE = 40;
  private static final int ARRAY_HEADER = 16;

  /** The most that a key or a value of a new entry adds beside its bytes. */
  static final int OF_AN_ARGUMENT =
      (KEY + ENTRY + MAP_NODE + SET_NODE + 2 * (ARRAY_HEADER + Long.BYTES) + Table.OF_AN_ENTRY) / 2;

  private Footprint() {}

  /** The bytes of an entry with its key and its map nodes. */
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
     * The most table bytes per entry. While the table doubles, both tables together have three
     * slots of four bytes for each old slot, and 3/4 of the old slots are taken.
     */
    static final int OF_AN_ENTRY = 16;

    private static final int FIRST_SLOTS = 16;
    private static final int SLOT = 4;

    private long slots;

    /** The bytes of a table that has held this many entries; a table never shrinks. */
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
