package io.ostiary.listen;

import io.vertx.core.Completable;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A way to connect: what a {@link Connector} does not do for all of them alike. On one event loop.
 */
public interface Dialer {

  /** A connect that is under way. */
  interface Attempt {

    /** Gives it up, with its descriptor; nothing is told of it any more. */
    void cancel();

    /** Whether the server has taken the connection, and has not answered the TLS handshake yet. */
    default boolean isShakingHands() {
      return false;
    }
  }

  /**
   * Begins to connect, however long it takes.
   *
   * @param address which address of the destination's host; empty for a unix socket
   * @param told later than this call, on the loop: a connection from which nothing is read before
   *     it has a listener, or why there is none
   */
  Attempt dial(
      Destination destination, Optional<InetAddress> address, Completable<Connection> told);

  /**
   * Closes the connections that are open.
   *
   * @return done when they are closed
   */
  Future<Void> close();
}
