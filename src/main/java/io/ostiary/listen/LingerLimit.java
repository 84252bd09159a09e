package io.ostiary.listen;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections may be drained at once. Each holds a descriptor that {@code maxclients} does
 * not count, so there must be a bound. Shared by all event loops and safe.
 */
public final class LingerLimit {

  private final int most;
  private final AtomicInteger taken = new AtomicInteger();

  public LingerLimit(int most) {
    this.most = most;
  }

  /** The bound. */
  public int most() {
    return most;
  }

  boolean take() {
    return taken.getAndUpdate(now -> now < most ? now + 1 : now) < most;
  }

  void giveBack() {
    taken.decrementAndGet();
  }
}
