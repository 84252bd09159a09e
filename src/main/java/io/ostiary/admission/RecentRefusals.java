package io.ostiary.admission;

import io.ostiary.net.Cidr;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last refusals. Those of one rule to one peer at one listener are one entry with a count, so
 * that a peer that tries again and again drives nobody else out. Safe from any thread; the lock is
 * held for a look-up, or to copy.
 */
final class RecentRefusals {

  static final int MOST = 1024;

  /** An IPv6 peer is its /64: it may have any address in there. */
  private static final int IPV6_LENGTH = 64;

  private record Key(Optional<Cidr> peer, String listener, String rule) {}

  private static final class Entry {

    private long lastMillis;
    private Arrival last;
    private long count;
  }

  // The least recent first.
  private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  void add(long nowMillis, Arrival arrival, String rule) {
    Key key = new Key(Cidr.of(arrival.address(), IPV6_LENGTH), arrival.listener().name(), rule);
    synchronized (entries) {
      Entry entry = entries.get(key);
      if (entry == null) {
        entry = new Entry();
        entries.put(key, entry);
        if (entries.size() > MOST) {
          entries.remove(entries.keySet().iterator().next());
        }
      }
      entry.lastMillis = nowMillis;
      entry.last = arrival;
      entry.count++;
    }
  }

  /** One line each, the newest first. */
  List<String> lines(int most) {
    List<String> lines = new ArrayList<>();
    synchronized (entries) {
      int skipped = entries.size() - most;
      for (Map.Entry<Key, Entry> refusal : entries.entrySet()) {
        if (skipped-- <= 0) {
          lines.add(0, line(refusal.getKey(), refusal.getValue()));
        }
      }
    }
    return lines;
  }

  private static String line(Key key, Entry entry) {
    return "time="
        + entry.lastMillis
        + " addr="
        + entry.last.address()
        + " listener="
        + key.listener()
        + " rule="
        + key.rule()
        + " count="
        + entry.count;
  }
}
