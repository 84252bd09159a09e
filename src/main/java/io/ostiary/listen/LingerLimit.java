package io.ostiary.listen;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections may be in a lingering close at once. Each holds a descriptor that {@code
 * maxclients} does not count, so there must be a bound. Shared by all event loops and safe.
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

  /** Takes a share if one is left; it is given back once, when the connection is closed. */
  public boolean take() {
    return taken.getAndUpdate(now -> now < most ? now + 1 : now) < most;
  }

  /** Gives a share back. */
  public void giveBack() {
    taken.decrementAndGet();
  }
}
