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

  /**
   * Binds where listeners of this server still listen that are about to stop and have let it in
   * ({@link #letsIn}); otherwise as {@link #open}.
   */
  Future<Endpoint> openBeside();

  /**
   * Lets another listener of this server open at this one's address, if the transport can do that.
   *
   * @return whether {@link #openBeside} of the other works now
   */
  boolean letsIn(Listener other);

  /**
   * Has the kernel keep so many connections waiting from now on, if the transport can do that on an
   * open socket.
   */
  void backlog(int connections);

  /** Prepares to take a share of the connections to what another instance has opened. */
  Future<Void> join(Endpoint opened);

  /** Accepts from now on. */
  void accept();

  /**
   * Accepts those who wait, and from then on no more; connections that were admitted stay. The
   * address is free a moment later, where no other instance listens on it.
   *
   * @return done when the last of its connections has closed
   */
  Future<Void> stopAccepting();

  /**
   * Stops accepting, and closes the connections that are still open after {@code grace}. The grace
   * of a later call counts.
   *
   * @return done when all are closed
   */
  Future<Void> close(Duration grace);
}
