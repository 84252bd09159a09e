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
 * One database: its entries, the order in which they expire, and the lock around both. Shared by
 * all event loops; every command goes through {@link #run}, and the other methods are for that
 * command only, while it runs.
 */
final class Keyspace {

  /** How many expired entries one command clears away; more than it can add, so none pile up. */
  static final int MOST_SWEPT = 20;

  private static final long NOT_ASKED = Long.MIN_VALUE;

  private final LongSupplier clock;
  private final Key probe = Key.probe();
  private Map<Key, Entry> entries = new HashMap<>();
  private NavigableSet<Entry> expiring = new TreeSet<>(Entry.SOONEST_FIRST);
  private final MemoryLimit memory;
  private Footprint.Table table = new Footprint.Table();
  private long entryBytes;
  private long accountedBytes; // what the limit knows of
  private long nowMillis = NOT_ASKED;

  Keyspace(LongSupplier clock, MemoryLimit memory) {
    this.clock = clock;
    this.memory = memory;
  }

  /** How many keys there are, and how many of them expire. */
  record Counts(int keys, int expiring) {}

  /** What there is now; the only question that any thread may ask. */
  synchronized Counts counts() {
    return new Counts(entries.size(), expiring.size());
  }

  /** What all databases together may take. */
  MemoryLimit memory() {
    return memory;
  }

  /** Runs a command alone: it sees one moment, and no other command's half-done work. */
  synchronized Reply run(KeyspaceCommand command, Request request) {
    nowMillis = NOT_ASKED;
    sweep();
    return command.run(this, request);
  }

  /**
   * The moment that the running command sees, in milliseconds since the epoch. The clock is asked
   * the first time a command needs it: most keys live for ever, and to ask costs as much as to find
   * one.
   */
  long nowMillis() {
    if (nowMillis == NOT_ASKED) {
      nowMillis = clock.getAsLong();
    }
    return nowMillis;
  }

  /** The entry of the key that an argument is, or null. */
  Entry find(Request request, int argument) {
    return find(probe.become(request, argument));
  }

  /** The entry of that key, or null. */
  Entry find(Key key) {
    Entry entry = entries.get(key);
    if (entry != null && hasExpired(entry)) {
      remove(key);
      return null;
    }
    return entry;
  }

  /** Enters this, in place of what its key had. */
  void put(Entry entry) {
    Entry old = entries.put(entry.key(), entry);
    account(Footprint.of(entry) - (old == null ? 0 : Footprint.of(old)));
    forgetDeadline(old);
    if (entry.expires()) {
      expiring.add(entry);
    }
  }

  /** Removes the key that an argument is; whether it was there. */
  boolean remove(Request request, int argument) {
    return remove(probe.become(request, argument));
  }

  /** Whether there was something to remove. */
  boolean remove(Key key) {
    Entry removed = entries.remove(key);
    if (removed == null) {
      return false;
    }
    account(-Footprint.of(removed));
    forgetDeadline(removed);
    return !hasExpired(removed);
  }

  /** The keys that a pattern matches, in no order. */
  List<Key> keys(Glob pattern) {
    List<Key> found = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (!hasExpired(entry) && pattern.matches(entry.key().bytes())) {
        found.add(entry.key());
      }
    }
    return found;
  }

  /** How many entries take memory; among them may be expired ones that are not cleared away yet. */
  int size() {
    return entries.size();
  }

  /** Removes everything, in the same short time however much it is. */
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
