package io.ostiary.listen;

import io.netty.buffer.ByteBuf;
import io.ostiary.net.PeerAddress;
import java.util.Optional;

/**
 * A connection that was accepted and is not admitted yet; nothing was read from it. It is entered,
 * refused or closed, one of these and once, before the method that it was given to returns. On the
 * event loop that serves it.
 */
public interface Arriving {

  /** The peer's end. */
  PeerAddress remoteAddress();

  /** The proxy that it came by and that has told both ends; empty if it came itself. */
  default Optional<PeerAddress> proxy() {
    return Optional.empty();
  }

  /**
   * Admits it, and hands it over when it can be served: before this returns, or when its TLS
   * handshake is done.
   */
  void enter(Entrance entrance);

  /** An empty buffer for the reply that {@link #refuse} takes. */
  ByteBuf output();

  /**
   * Refuses it with a lingering close, so that the peer can read why.
   *
   * @param finalReply given up by the caller
   */
  void refuse(ByteBuf finalReply);

  /** Closes it without a reply. */
  void close();
}
