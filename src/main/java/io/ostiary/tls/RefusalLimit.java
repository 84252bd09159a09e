package io.ostiary.tls;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** How many refused peers get a handshake at once. Shared by all event loops and safe. */
public final class RefusalLimit {

  private final IntSupplier most;
  private final AtomicInteger taken = new AtomicInteger();

  /**
   * None has one yet.
   *
   * @param most how many may; asked each time
   */
  public RefusalLimit(IntSupplier most) {
    this.most = most;
  }

  /** Takes a share if one is left; it is given back once. */
  public boolean take() {
    int bound = most.getAsInt();
    return taken.getAndUpdate(now -> now < bound ? now + 1 : now) < bound;
  }

  /** Gives a share back. */
  public void giveBack() {
    taken.decrementAndGet();
  }
}
