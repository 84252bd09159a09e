package io.ostiary.listen;

import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * With a peer that is to go when it has taken what is there for it: it may be as slow as it likes,
 * but one that takes nothing at all for a while is closed. On the wire's event loop only.
 */
public final class StallTimer {

  /** Long enough for a peer that is busy, short enough for one that is gone to hold little. */
  private static final Duration LONGEST_STALL = Duration.ofSeconds(5);

  private final Connection wire;
  private final BooleanSupplier isDue;
  private ScheduledFuture<?> look; // null: nobody looks
  private long takenBefore;

  /**
   * Does not look yet.
   *
   * @param isDue whether something is there that the peer could take; where it is not, the look is
   *     the last one
   */
  public StallTimer(Connection wire, BooleanSupplier isDue) {
    this.wire = wire;
    this.isDue = isDue;
  }

  /** Looks from now on, if it does not do so already. */
  public void begin() {
    if (look == null) {
      takenBefore = wire.takenLate();
      look = wire.after(LONGEST_STALL, this::look);
    }
  }

  /** Looks no more. */
  public void end() {
    if (look != null) {
      look.cancel(false);
      look = null;
    }
  }

  private void look() {
    look = null;
    long before = takenBefore; // Writing may let more come, and that begin again.
    wire.writeAgain();
    if (!isDue.getAsBoolean()) {
      return;
    }
    if (wire.takenLate() == before) {
      wire.close();
    } else {
      begin();
    }
  }
}
