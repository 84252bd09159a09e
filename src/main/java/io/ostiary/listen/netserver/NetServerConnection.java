package io.ostiary.listen.netserver;

import io.netty.buffer.ByteBuf;
import io.ostiary.listen.Arriving;
import io.ostiary.listen.Connection;
import io.ostiary.net.PeerAddress;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.util.Optional;

/**
 * A connection that Vert.x's {@code NetServer} accepted. Its handler takes the place of Vert.x's
 * own in Netty's pipeline, so that it is spared the queues of Vert.x's socket (more than 5 kB
 * each).
 */
final class NetServerConnection extends ChannelConnection implements Arriving {

  private Optional<PeerAddress> proxy = Optional.empty();
  private PeerAddress peer; // null: the one that the connection comes from

  NetServerConnection(
      ChannelConnections owner, NetSocket socket, Optional<PeerAddress> unixAddress) {
    super(owner, ((NetSocketInternal) socket).channelHandlerContext().channel(), unixAddress);
    new ChannelEvents(this).takeOver();
  }

  /** Notes what a header of the PROXY protocol says; before it is decided about. */
  void comesBy(PeerAddress proxyAddress, PeerAddress realPeer) {
    proxy = Optional.of(proxyAddress);
    peer = realPeer;
  }

  @Override
  public PeerAddress remoteAddress() {
    return peer == null ? super.remoteAddress() : peer;
  }

  @Override
  public Optional<PeerAddress> proxy() {
    return proxy;
  }

  /** Whether it is closed, though its listener may not have been told yet. */
  boolean isGone() {
    return isClosed() || !channel().isOpen();
  }

  /** Whether the socket that accepted it is to accept more; for all instances that share it. */
  void acceptsMore(boolean more) {
    channel().parent().config().setAutoRead(more);
  }

  @Override
  public Connection enter() {
    if (isGone()) {
      throw new IllegalStateException("this connection is closed already");
    }
    admitted();
    return this;
  }

  @Override
  public void refuse(ByteBuf finalReply) {
    lingeringClose(finalReply);
  }
}
