package io.ostiary.gateway;

import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next attempt to connect: at once after a connection that worked, then
 * a random time up to a bound that doubles (full jitter), so that many gateways do not come back
 * together. On one event loop.
 */
final class Backoff {

  private static final long FIRST_MILLIS = 50;
  private static final long MOST_MILLIS = 2_000;

  private int failures;

  /** An attempt worked. */
  void succeeded() {
    failures = 0;
  }

  /** There was no attempt; how long to wait for one, in milliseconds. */
  long again() {
    return 1 + ThreadLocalRandom.current().nextLong(FIRST_MILLIS);
  }

  /** An attempt failed; how long to wait, in milliseconds. */
  long failed() {
    long bound = Math.min(MOST_MILLIS, FIRST_MILLIS << Math.min(failures, 10));
    failures++;
    return 1 + ThreadLocalRandom.current().nextLong(bound);
  }
}
