package io.ostiary.gateway;

import io.ostiary.listen.Destination;
import io.ostiary.resp.Reply;
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

  /** Whether it is one server, in whose place another may be. */
  default boolean mayBeChanged() {
    return false;
  }

  /** Whether it is known who serves what. */
  default boolean isKnown() {
    return true;
  }

  /** Why it is not known, if those were asked that must know; empty if it may be soon. */
  default String problem() {
    return "";
  }

  /** A server has answered INFO's section about clusters; on the loop. */
  default void clusterInfo(GatewayLoop loop, Reply reply) {}

  /** A connection was lost; on the loop. */
  default void lost(GatewayLoop loop) {}

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
