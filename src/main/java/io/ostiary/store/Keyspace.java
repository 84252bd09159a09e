package io.ostiary.store;

import io.ostiary.resp.Glob;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * One database: its entries, their order of expiry, and the lock around both. Shared by all event
 * loops: commands run in {@link #run}, and only the running command may call the other methods.
 */
final class Keyspace {

  /** How many expired entries one command removes; more than it can add, so none pile up. */
  static final int MOST_SWEPT = 20;

  private static final long NOT_ASKED = Long.MIN_VALUE;

  private final LongSupplier clock;
  private final Key probe = Key.probe();
  private Map<Key, Entry> entries = new HashMap<>();
  private NavigableSet<Entry> expiring = new TreeSet<>(Entry.SOONEST_FIRST);
  private final MemoryLimit memory;
  private Footprint.Table table = new Footprint.Table();
  private long entryBytes;
  private long accountedBytes; // as reported to the limit
  private long nowMillis = NOT_ASKED;

  Keyspace(LongSupplier clock, MemoryLimit memory) {
    this.clock = clock;
    this.memory = memory;
  }

  /** The number of keys, and of those that expire. */
  record Counts(int keys, int expiring) {}

  /** The current numbers. The only method beside {@link #run} that any thread may call. */
  synchronized Counts counts() {
    return new Counts(entries.size(), expiring.size());
  }

  /** The limit of all databases together. */
  MemoryLimit memory() {
    return memory;
  }

  /** Runs a command under the lock, at one point in time. */
  synchronized Reply run(KeyspaceCommand command, Request request) {
    nowMillis = NOT_ASKED;
    sweep();
    return command.run(this, request);
  }

  /**
   * The time of the running command, in milliseconds since the epoch. Read when it is first needed:
   * most keys do not expire, and reading the clock costs as much as a lookup.
   */
  long nowMillis() {
    if (nowMillis == NOT_ASKED) {
      nowMillis = clock.getAsLong();
    }
    return nowMillis;
  }

  /** The entry under that argument, or null. */
  Entry find(Request request, int argument) {
    return find(probe.become(request, argument));
  }

  /** The entry under that key, or null. */
  Entry find(Key key) {
    Entry entry = entries.get(key);
    if (entry != null && hasExpired(entry)) {
      remove(key);
      return null;
    }
    return entry;
  }

  /** Stores an entry in place of the one under its key. */
  void put(Entry entry) {
    Entry old = entries.put(entry.key(), entry);
    account(Footprint.of(entry) - (old == null ? 0 : Footprint.of(old)));
    forgetDeadline(old);
    if (entry.expires()) {
      expiring.add(entry);
    }
  }

  /** Removes the key; returns whether it existed. */
  boolean remove(Request request, int argument) {
    return remove(probe.become(request, argument));
  }

  /** Removes the key; returns whether it existed. */
  boolean remove(Key key) {
    Entry removed = entries.remove(key);
    if (removed == null) {
      return false;
    }
    account(-Footprint.of(removed));
    forgetDeadline(removed);
    return !hasExpired(removed);
  }

  /** The keys that match a pattern, in no order. */
  List<Key> keys(Glob pattern) {
    List<Key> found = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (!hasExpired(entry) && pattern.matches(entry.key().bytes())) {
        found.add(entry.key());
      }
    }
    return found;
  }

  /** The number of entries, including expired ones that are not removed yet. */
  int size() {
    return entries.size();
  }

  /** Removes everything, in constant time. */
  void clear() {
    memory.beforeRemoval();
    entries = new HashMap<>();
    expiring = new TreeSet<>(Entry.SOONEST_FIRST);
    table = new Footprint.Table();
    account(-entryBytes);
  }

  private void account(long change) {
    entryBytes += change;
    long now = entryBytes + table.bytes(entries.size());
    if (now != accountedBytes) {
      memory.add(now - accountedBytes);
      accountedBytes = now;
    }
  }

  private void sweep() {
    for (int i = 0; i < MOST_SWEPT && !expiring.isEmpty(); i++) {
      Entry soonest = expiring.first();
      if (!hasExpired(soonest)) {
        return;
      }
      remove(soonest.key());
    }
  }

  private boolean hasExpired(Entry entry) {
    return entry.expires() && entry.hasExpired(nowMillis());
  }

  private void forgetDeadline(Entry entry) {
    if (entry != null && entry.expires()) {
      expiring.remove(entry);
    }
  }
}
