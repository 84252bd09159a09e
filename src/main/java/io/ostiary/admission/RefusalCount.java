package io.ostiary.admission;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one rule has refused, and whether the log says that it refuses. Shared by all event loops
 * and safe.
 */
final class RefusalCount {

  private static final Logger log = LoggerFactory.getLogger(RefusalCount.class);

  /**
   * After so long without a refusal, a rule has stopped: two lines a minute at the most, however
   * clients come and go at a limit.
   */
  static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final String name;
  private final LongAdder total = new LongAdder(); // never falls
  private final AtomicBoolean refuses = new AtomicBoolean(); // as the log has it
  private volatile long lastNanos;
  private volatile long beganNanos;
  private volatile long beforeBegin; // the total when it began
  private volatile long beforeReset; // the total at the last reset

  RefusalCount(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  void add(long nowNanos, Arrival arrival, Verdict.Refused verdict) {
    lastNanos = nowNanos;
    if (!refuses.get() && refuses.compareAndSet(false, true)) {
      beganNanos = nowNanos;
      beforeBegin = total.sum();
      log.warn(
          "{} refuses connections; the first is {} at listener {}, which reads: {}",
          name,
          arrival.address(),
          arrival.listener().name(),
          verdict.reason());
    }
    total.increment();
  }

  void tick(long nowNanos) {
    if (refuses.get() && nowNanos - lastNanos >= QUIET_NANOS && refuses.getAndSet(false)) {
      log.info(
          "{} refuses no more: it refused {} connections in {} seconds, the last {} seconds ago",
          name,
          total.sum() - beforeBegin,
          TimeUnit.NANOSECONDS.toSeconds(lastNanos - beganNanos),
          TimeUnit.NANOSECONDS.toSeconds(nowNanos - lastNanos));
    }
  }

  long total() {
    return total.sum();
  }

  long sinceReset() {
    return total.sum() - beforeReset;
  }

  void reset() {
    beforeReset = total.sum();
  }
}
