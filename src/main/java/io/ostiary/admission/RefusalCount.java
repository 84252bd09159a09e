package io.ostiary.admission;

import io.ostiary.stats.Episodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one rule has refused, and whether the log says that it refuses. Shared by all event loops
 * and safe.
 */
final class RefusalCount {

  private static final Logger log = LoggerFactory.getLogger(RefusalCount.class);

  private final String name;
  private final Episodes episodes = new Episodes();

  RefusalCount(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  void add(long nowNanos, Arrival arrival, String reason) {
    if (episodes.add(nowNanos)) {
      log.warn(
          "{} refuses connections; the first is {} at listener {}, which reads: {}",
          name,
          arrival.address(),
          arrival.listener().name(),
          reason);
    }
  }

  void tick(long nowNanos) {
    if (episodes.isOver(nowNanos)) {
      log.info(
          "{} refuses no more: it refused {} connections in {} seconds, and none for a minute",
          name,
          episodes.count(),
          episodes.seconds());
    }
  }

  long total() {
    return episodes.total();
  }

  long sinceReset() {
    return episodes.sinceReset();
  }

  void reset() {
    episodes.reset();
  }
}
