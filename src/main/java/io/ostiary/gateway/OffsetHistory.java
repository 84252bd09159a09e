package io.ostiary.gateway;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What one primary had written at which time, by which it is known how old the data of a replica
 * may be. On one event loop.
 */
final class OffsetHistory {

  /** As long as the largest lag that may be allowed, and no longer. */
  private static final long MOST_MILLIS = 3_700_000;

  /** No replica has anything that is known of. */
  static final long NEVER = Long.MIN_VALUE / 2;

  private record Sample(long millis, long offset) {}

  private final Deque<Sample> newestFirst = new ArrayDeque<>();
  private String history = "";

  /**
   * The primary has written so much.
   *
   * @param millis at the latest
   * @param ofHistory of which that is the offset
   */
  void add(long millis, long offset, String ofHistory) {
    if (!ofHistory.equals(history)) {
      history = ofHistory;
      newestFirst.clear();
    }
    newestFirst.addFirst(new Sample(millis, offset));
    while (millis - newestFirst.getLast().millis() > MOST_MILLIS) {
      newestFirst.removeLast();
    }
  }

  /** When the primary had no more than what ends there; {@link #NEVER} if that is not known. */
  long millisAt(long offset) {
    for (Sample sample : newestFirst) {
      if (sample.offset() <= offset) {
        return sample.millis();
      }
    }
    return NEVER;
  }
}
