package io.ostiary.listen;

import io.vertx.core.Future;
import java.time.Duration;

/**
 * Listens on one address for one verticle instance. It can be opened beside others at any time, and
 * stop accepting while its clients stay. On the instance's event loop only.
 */
public interface Listener {

  /**
   * Binds, as the first instance. Clients that connect wait until {@link #accept}.
   *
   * @return fails with the system's reason when the address cannot be had
   */
  Future<Endpoint> open();

  /** Prepares to take a share of the connections to what another instance has opened. */
  Future<Void> join(Endpoint opened);

  /** Accepts from now on. */
  void accept();

  /**
   * Accepts no more, from now on; connections that were admitted stay. The address is free a moment
   * later, where no other instance listens on it.
   */
  void stopAccepting();

  /**
   * Stops accepting, and closes the connections that are still open after {@code grace}. A second
   * call closes them at once.
   *
   * @return done when all are closed
   */
  Future<Void> close(Duration grace);
}
