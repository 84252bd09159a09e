package io.ostiary.listen;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.time.Duration;

/**
 * How one instance binds addresses and accepts on them. Everything happens on the instance's event
 * loop. There is one way for each kind of loop: {@link LoopSockets} and {@link ChannelSockets}.
 */
interface Sockets {

  /**
   * Whether a socket on "any address" of one family leaves the other family alone. Where it does
   * not, it takes peers of both.
   */
  boolean separateFamilies();

  /**
   * Binds an address. Whoever connects waits until {@link #accept}.
   *
   * @param port the port, or -1 to let the system choose
   */
  Future<Endpoint> open(InetAddress address, Endpoint.Families families, int port);

  /** Accepts on everything that was opened, from now on. */
  Future<Void> accept();

  /** Accepts a share of the connections to an endpoint that another instance opened. */
  Future<Void> join(Endpoint endpoint);

  /**
   * Stops accepting at once, and closes the connections that are still open after {@code grace}.
   *
   * @return done when all is closed
   */
  Future<Void> close(Duration grace);
}
