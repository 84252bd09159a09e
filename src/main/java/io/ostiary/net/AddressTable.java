package io.ostiary.net;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;

/**
 * What is remembered of many networks for a while, in a table of a fixed size: memory stays flat
 * whoever comes. Shared by all event loops and safe; a lock is held for a search of eight entries
 * and the caller's short action, and different networks seldom share one.
 *
 * <p>An entry is forgotten when its time is over. Where a new network finds the eight entries that
 * it may have all in use, it takes the one of the least count and earliest end and goes on from
 * what that one had, as the Space-Saving algorithm does (Metwally, Agrawal, El Abbadi, 2005). So
 * with more networks than entries a network may be judged too strictly, by another's conduct, and
 * never too mildly: none gets past a limit by being new.
 */
public final class AddressTable {

  /** Entries of a usual table: 3 MB when all are in use. */
  public static final int USUAL_ENTRIES = 1 << 16;

  private static final int WAYS = 8;
  private static final int LOCKS = 64;

  /** What is remembered of one network. Only within the action that it is given to. */
  public static final class Entry {

    private long high;
    private long low;
    private boolean isIpv4;
    private byte length;
    private long untilNanos;
    private long count;

    private Entry() {}

    /** Until when it is remembered, by {@link System#nanoTime}; a new one's is now. */
    public long untilNanos() {
      return untilNanos;
    }

    /** Any number; a new one's is 0. */
    public long count() {
      return count;
    }

    /** Remembers these. */
    public void set(long newUntilNanos, long newCount) {
      untilNanos = newUntilNanos;
      count = newCount;
    }

    private boolean isOf(Cidr network) {
      return high == network.high()
          && low == network.low()
          && isIpv4 == network.isIpv4()
          && length == (byte) network.length();
    }

    private void become(Cidr network) {
      high = network.high();
      low = network.low();
      isIpv4 = network.isIpv4();
      length = (byte) network.length();
    }

    private boolean isOver(long nowNanos) {
      return untilNanos - nowNanos <= 0;
    }

    private boolean isLessThan(Entry other) {
      return count < other.count || (count == other.count && untilNanos - other.untilNanos < 0);
    }
  }

  private final Entry[] entries;
  private final Object[] locks = new Object[LOCKS];
  private final LongAdder takeovers = new LongAdder();

  // Otherwise peers could choose addresses that meet in one place.
  private final long seed = new SplittableRandom().nextLong();

  /**
   * An empty table.
   *
   * @param size how many networks it remembers; a power of two, at least 8
   */
  public AddressTable(int size) {
    if (Integer.bitCount(size) != 1 || size < WAYS) {
      throw new IllegalArgumentException("a table has a power of two of entries, not " + size);
    }
    entries = new Entry[size];
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
    }
  }

  /**
   * Runs an action on a network's entry, which is made if there is none.
   *
   * @param action short, and without locks of its own; it has the entry alone
   * @return what the action does
   */
  public long update(Cidr network, long nowNanos, ToLongFunction<Entry> action) {
    int set = set(network);
    synchronized (locks[set % LOCKS]) {
      return action.applyAsLong(entry(set * WAYS, network, nowNanos));
    }
  }

  /** The same for a network that is remembered; for another, {@code absent}. */
  public long find(Cidr network, long nowNanos, long absent, ToLongFunction<Entry> action) {
    int set = set(network);
    synchronized (locks[set % LOCKS]) {
      for (int i = set * WAYS; i < (set + 1) * WAYS && entries[i] != null; i++) {
        if (entries[i].isOf(network) && !entries[i].isOver(nowNanos)) {
          return action.applyAsLong(entries[i]);
        }
      }
      return absent;
    }
  }

  /** The network's own entry, else a free one, else the one that remembers least. */
  private Entry entry(int first, Cidr network, long nowNanos) {
    Entry free = null; // null: none seen
    Entry least = null; // null: none seen
    for (int i = first; i < first + WAYS; i++) {
      if (entries[i] == null) {
        entries[i] = new Entry();
        return begun(free == null ? entries[i] : free, network, nowNanos);
      }
      Entry entry = entries[i];
      boolean over = entry.isOver(nowNanos);
      if (entry.isOf(network)) {
        return over ? begun(entry, network, nowNanos) : entry;
      }
      if (over) {
        free = entry;
      } else if (least == null || entry.isLessThan(least)) {
        least = entry;
      }
    }
    if (free != null) {
      return begun(free, network, nowNanos);
    }
    takeovers.increment();
    least.become(network);
    return least;
  }

  private static Entry begun(Entry entry, Cidr network, long nowNanos) {
    entry.become(network);
    entry.set(nowNanos, 0);
    return entry;
  }

  /** How often a network had to go on from what another one had, for want of an entry. */
  public long takeovers() {
    return takeovers.sum();
  }

  private int set(Cidr network) {
    long mixed = mix(mix(network.high() ^ seed) ^ network.low() ^ network.length());
    return (int) (mixed >>> Integer.SIZE) & (entries.length / WAYS - 1);
  }

  // The finalizer of MurmurHash3.
  private static long mix(long bits) {
    long mixed = (bits ^ bits >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }
}
