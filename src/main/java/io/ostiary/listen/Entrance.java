package io.ostiary.listen;

/**
 * What is told of a connection that was admitted, once: on its event loop and in its Vert.x
 * context, before {@link Arriving#enter} returns or later.
 */
@FunctionalInterface
public interface Entrance {

  /**
   * It can be served. Nothing is read before it has a listener ({@link Connection#serve}), which it
   * is to get before this returns.
   */
  void entered(Connection connection);

  /** It never can: its handshake failed or took too long, or the peer has left. It is closed. */
  default void failed() {}
}
