package io.ostiary.listen;

import io.netty.buffer.ByteBuf;
import io.ostiary.net.PeerAddress;

/**
 * A connection that stands before the door: the system has accepted it, and nothing was made for it
 * yet. It is let in, turned away or closed, one of these and once, before the door's method
 * returns. On the event loop that accepted it.
 */
public interface Arriving {

  /** The peer's end. */
  PeerAddress remoteAddress();

  /** Lets it in. Nothing is read before somebody {@link Connection#serve serves} the wire. */
  Connection enter();

  /** An empty buffer for the words that {@link #refuse} takes. */
  ByteBuf output();

  /**
   * Turns it away: the words are sent, and the connection ends in a way that lets the peer read
   * them.
   *
   * @param lastWords given up by the caller
   */
  void refuse(ByteBuf lastWords);

  /** Closes it without a word. */
  void close();
}
