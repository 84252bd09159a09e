package io.ostiary.store;

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

  private final LongSupplier clock;
  private Map<Key, Entry> entries = new HashMap<>();
  private NavigableSet<Entry> expiring = new TreeSet<>(Entry.SOONEST_FIRST);
  private long nowMillis;

  Keyspace(LongSupplier clock) {
    this.clock = clock;
  }

  /** Runs a command alone: it sees one moment, and no other command's half-done work. */
  synchronized Reply run(KeyspaceCommand command, Request request) {
    nowMillis = clock.getAsLong();
    sweep();
    return command.run(this, request);
  }

  /** When the running command began, in milliseconds since the epoch. */
  long nowMillis() {
    return nowMillis;
  }

  /** The entry of that key, or null. */
  Entry find(Key key) {
    Entry entry = entries.get(key);
    if (entry != null && entry.hasExpired(nowMillis)) {
      remove(key);
      return null;
    }
    return entry;
  }

  /** Enters this, in place of what its key had. */
  void put(Entry entry) {
    forgetDeadline(entries.put(entry.key(), entry));
    if (entry.expires()) {
      expiring.add(entry);
    }
  }

  /** Whether there was something to remove. */
  boolean remove(Key key) {
    Entry removed = entries.remove(key);
    forgetDeadline(removed);
    return removed != null && !removed.hasExpired(nowMillis);
  }

  /** The keys that a pattern matches, in no order. */
  List<Key> keys(Glob pattern) {
    List<Key> found = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (!entry.hasExpired(nowMillis) && pattern.matches(entry.key().bytes())) {
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
    entries = new HashMap<>();
    expiring = new TreeSet<>(Entry.SOONEST_FIRST);
  }

  private void sweep() {
    for (int i = 0; i < MOST_SWEPT && !expiring.isEmpty(); i++) {
      Entry soonest = expiring.first();
      if (!soonest.hasExpired(nowMillis)) {
        return;
      }
      remove(soonest.key());
    }
  }

  private void forgetDeadline(Entry entry) {
    if (entry != null && entry.expires()) {
      expiring.remove(entry);
    }
  }
}
