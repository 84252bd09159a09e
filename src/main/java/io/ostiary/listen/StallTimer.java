package io.ostiary.listen;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.function.BooleanSupplier;

/**
 * Closes a connection whose peer has taken none of its pending replies for {@link Timing#stall}. A
 * peer that takes some, however slowly, is kept. On the connection's event loop only.
 */
public final class StallTimer {

  private final Connection connection;
  private final BooleanSupplier isDue;
  private ScheduledFuture<?> check; // null: not running
  private long takenBefore;

  /**
   * Does not run yet.
   *
   * @param isDue whether something is there that the peer could take; it stops where it is not
   */
  public StallTimer(Connection connection, BooleanSupplier isDue) {
    this.connection = connection;
    this.isDue = isDue;
  }

  /** Runs from now on, if it does not do so already. */
  public void begin() {
    if (check == null) {
      takenBefore = connection.takenLate();
      check = connection.after(connection.options().timing().stall(), this::check);
    }
  }

  /** Stops. */
  public void end() {
    if (check != null) {
      check.cancel(false);
      check = null;
    }
  }

  private void check() {
    check = null;
    long before = takenBefore; // Writing may let more come, and that begin again.
    connection.writeAgain();
    if (!isDue.getAsBoolean()) {
      return;
    }
    if (connection.takenLate() == before) {
      connection.close();
    } else {
      begin();
    }
  }
}
