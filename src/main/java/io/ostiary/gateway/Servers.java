package io.ostiary.gateway;

import io.ostiary.listen.Destination;
import io.vertx.core.Future;

/** Where the servers behind are. Shared by all event loops and safe. */
interface Servers {

  /**
   * Finds a server; asked before each attempt to connect to it.
   *
   * @param loop that asks, on its thread, where the future completes, too
   * @return fails with a message that says who was asked, and what was wrong
   */
  Future<Destination> locate(GatewayLoop loop, Node node);

  /** Whether only a master is served on. */
  default boolean needsMaster() {
    return false;
  }

  /** What looks at the errors that come over a connection; null for nothing. */
  default ErrorWatch watch(UpstreamConnection connection) {
    return null;
  }

  /** A server has shown to be what it was taken for. On any loop. */
  default void confirmed(Destination server) {}

  /** A loop begins; on it. */
  default void join(GatewayLoop loop) {}

  /** A loop ends; on it. */
  default void leave(GatewayLoop loop) {}
}
