package io.ostiary.store;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A clock that a test moves. */
final class FakeClock implements LongSupplier {

  private long nowMillis = 1_700_000_000_000L;

  void pass(Duration time) {
    nowMillis += time.toMillis();
  }

  @Override
  public long getAsLong() {
    return nowMillis;
  }
}
