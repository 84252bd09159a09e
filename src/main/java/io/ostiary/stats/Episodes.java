package io.ostiary.stats;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts events, and tells when a run of them begins and when it is over, so that the log can say
 * so once. A run is over after a minute without an event: two lines a minute at the most, however
 * events come and go. Shared by all event loops and safe.
 */
public final class Episodes {

  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final LongAdder total = new LongAdder(); // never falls
  private final AtomicBoolean goesOn = new AtomicBoolean();
  private volatile long lastNanos;
  private volatile long beganNanos;
  private volatile long beforeBegin; // the total when it began
  private volatile long beforeReset; // the total at the last reset

  /**
   * Counts an event.
   *
   * @return whether a run begins with it
   */
  public boolean add(long nowNanos) {
    lastNanos = nowNanos;
    boolean begins = !goesOn.get() && goesOn.compareAndSet(false, true);
    if (begins) {
      beganNanos = nowNanos;
      beforeBegin = total.sum();
    }
    total.increment();
    return begins;
  }

  /** Whether a run is over since the last call; called a few times a second by one thread. */
  public boolean isOver(long nowNanos) {
    return goesOn.get() && nowNanos - lastNanos >= QUIET_NANOS && goesOn.getAndSet(false);
  }

  /** How many the last run had. */
  public long count() {
    return total.sum() - beforeBegin;
  }

  /** How long it was, in seconds. */
  public long seconds() {
    return TimeUnit.NANOSECONDS.toSeconds(lastNanos - beganNanos);
  }

  /** How many there were; it never falls. */
  public long total() {
    return total.sum();
  }

  /** How many there were since the last {@link #reset}. */
  public long sinceReset() {
    return total.sum() - beforeReset;
  }

  /** Begins to count anew. */
  public void reset() {
    beforeReset = total.sum();
  }
}
