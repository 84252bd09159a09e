package io.ostiary.admission;

import java.util.concurrent.TimeUnit;

/**
 * A rate with a burst, as one number: the time at which the bucket is full again. It holds so many
 * tokens, one for each connection, and gets so many a second. Immutable.
 *
 * <p>This is the generic cell rate algorithm (ITU-T I.371), which needs no timer to fill buckets.
 */
final class TokenBucket {

  private final long nanosPerToken;
  private final long nanosOfRest; // of all tokens but one

  private TokenBucket(long nanosPerToken, long nanosOfRest) {
    this.nanosPerToken = nanosPerToken;
    this.nanosOfRest = nanosOfRest;
  }

  /**
   * For a rate.
   *
   * @param perSecond at least 1
   * @param burst how many tokens it holds; 0 for those of a second
   */
  static TokenBucket of(int perSecond, int burst) {
    long nanosPerToken = TimeUnit.SECONDS.toNanos(1) / perSecond;
    return new TokenBucket(nanosPerToken, nanosPerToken * ((burst == 0 ? perSecond : burst) - 1));
  }

  /** Whether a bucket that is full at {@code fullNanos} has a token now. */
  boolean hasToken(long fullNanos, long nowNanos) {
    return fullNanos - nowNanos <= nanosOfRest;
  }

  /** When it is full after a token was taken. */
  long withoutToken(long fullNanos, long nowNanos) {
    return nowNanos + Math.max(0, fullNanos - nowNanos) + nanosPerToken;
  }

  /** When it is full, no later than an empty one: it may have been larger when it was emptied. */
  long bounded(long fullNanos, long nowNanos) {
    return nowNanos + Math.min(fullNanos - nowNanos, nanosOfRest + nanosPerToken);
  }
}
