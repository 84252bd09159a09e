package io.ostiary.client;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Clients that have left: a count for each reason, and the last of them one by one. Shared by all
 * event loops and safe; adding one takes no lock.
 */
public final class Departures {

  static final int MOST = 1024;

  // Not the client itself, which would keep its session and what a program put there.
  private record Departure(
      long millis,
      long id,
      Object address,
      String name,
      String user,
      long ageMillis,
      long commands,
      long bytesIn,
      long bytesOut,
      CloseReason reason) {

    String line() {
      return "time="
          + millis
          + " id="
          + id
          + " addr="
          + address
          + " name="
          + name
          + " user="
          + user
          + " age="
          + Math.max(0, ageMillis / 1000)
          + " tot-cmds="
          + commands
          + " tot-net-in="
          + bytesIn
          + " tot-net-out="
          + bytesOut
          + " reason="
          + reason.word();
    }
  }

  private final AtomicReferenceArray<Departure> recent = new AtomicReferenceArray<>(MOST);
  private final AtomicLong next = new AtomicLong();
  private final Map<CloseReason, LongAdder> counts = new EnumMap<>(CloseReason.class);

  public Departures() {
    for (CloseReason reason : CloseReason.values()) {
      counts.put(reason, new LongAdder());
    }
  }

  /** A client has left. */
  public void add(ConnectedClient client, long nowMillis) {
    Activity activity = client.activity();
    CloseReason reason = client.closeReason();
    counts.get(reason).increment();
    recent.set(
        (int) (next.getAndIncrement() % MOST),
        new Departure(
            nowMillis,
            client.id(),
            client.address(),
            client.name(),
            client.user(),
            nowMillis - client.createdMillis(),
            activity.commands(),
            activity.bytesIn(),
            activity.bytesOut(),
            reason));
  }

  /** How many left for each reason, since the start or the last {@link #reset}. */
  public Map<CloseReason, Long> counts() {
    Map<CloseReason, Long> sums = new EnumMap<>(CloseReason.class);
    counts.forEach((reason, count) -> sums.put(reason, count.sum()));
    return sums;
  }

  /** How many have left since the start; it never falls. */
  public long total() {
    return next.get();
  }

  /** Begins to count anew; the last clients stay listed. */
  public void reset() {
    counts.values().forEach(LongAdder::reset);
  }

  /** The last clients that left as lines, the newest first. */
  public List<String> lines(int most) {
    List<String> lines = new ArrayList<>();
    long end = next.get();
    for (long i = end - 1; i >= 0 && i > end - 1 - Math.min(most, MOST); i--) {
      Departure departure = recent.get((int) (i % MOST));
      if (departure != null) { // Its place is taken, and it is not there yet.
        lines.add(departure.line());
      }
    }
    return lines;
  }
}
