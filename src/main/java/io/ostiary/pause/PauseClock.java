package io.ostiary.pause;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * When the pause in force ends. A pause that begins during another adds to it: the later end and
 * the wider kind hold, as in Redis. Safe from any thread; asking takes no lock.
 */
final class PauseClock {

  /** Longer than any server runs, and still a number of nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private final LongSupplier nanoTime;
  private volatile Interval interval; // null: nothing waits

  PauseClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A pause in force. */
  static final class Interval {

    private final boolean all;
    private final long endNanos;
    private final Promise<Void> ended;

    private Interval(boolean all, long endNanos, Promise<Void> ended) {
      this.all = all;
      this.endNanos = endNanos;
      this.ended = ended;
    }

    /** Whether commands wait that write nothing, too. */
    boolean all() {
      return all;
    }

    /** Complete when it is over. */
    Future<Void> ended() {
      return ended.future();
    }
  }

  /**
   * Begins a pause, or adds to the one in force.
   *
   * @return in how many milliseconds {@link #endIfDue} is to be called
   */
  synchronized long begin(Duration duration, boolean all) {
    long capped = duration.compareTo(LONGEST) < 0 ? duration.toNanos() : LONGEST.toNanos();
    long end = nanoTime.getAsLong() + capped;
    Interval before = now();
    // Whoever waits for one that is over and was not ended yet goes on waiting.
    Promise<Void> ended = interval == null ? Promise.promise() : interval.ended;
    interval =
        before == null
            ? new Interval(all, end, ended)
            : new Interval(
                all || before.all, end - before.endNanos > 0 ? end : before.endNanos, ended);
    // Rounded up: a timer that comes too early would find it not over yet.
    return TimeUnit.NANOSECONDS.toMillis(interval.endNanos - nanoTime.getAsLong()) + 1;
  }

  /** The pause in force; null if there is none. */
  Interval now() {
    Interval current = interval;
    return current == null || current.endNanos - nanoTime.getAsLong() <= 0 ? null : current;
  }

  /** How long it still lasts, 0 if there is none. */
  long leftMillis() {
    Interval current = now();
    return current == null
        ? 0
        : TimeUnit.NANOSECONDS.toMillis(current.endNanos - nanoTime.getAsLong());
  }

  /** Lets those go on who wait, if its time has come. */
  void endIfDue() {
    if (now() == null) {
      end();
    }
  }

  /** Lets those go on who wait. */
  void end() {
    Interval ended;
    synchronized (this) {
      ended = interval;
      interval = null;
    }
    if (ended != null) {
      ended.ended.complete();
    }
  }
}
