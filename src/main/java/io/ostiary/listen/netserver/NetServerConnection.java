package io.ostiary.listen.netserver;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.ScheduledFuture;
import io.ostiary.listen.Arriving;
import io.ostiary.listen.Entrance;
import io.ostiary.listen.PendingLimit;
import io.ostiary.net.PeerAddress;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.Optional;

/**
 * A connection that Vert.x's {@code NetServer} accepted. Its handler takes the place of Vert.x's
 * own in Netty's pipeline, so that it is spared the queues of Vert.x's socket (more than 5 kB
 * each).
 */
final class NetServerConnection extends ChannelConnection implements Arriving {

  private Optional<PeerAddress> proxy = Optional.empty();
  private PeerAddress peer; // null: the one that the connection comes from
  private final Optional<TlsEntry> tls;

  /**
   * Not decided about.
   *
   * @param tls how it begins; empty where it begins with RESP
   */
  NetServerConnection(
      ChannelConnections owner,
      NetSocket socket,
      Optional<PeerAddress> unixAddress,
      Optional<TlsEntry> tls) {
    super(owner, ((NetSocketInternal) socket).channelHandlerContext().channel(), unixAddress);
    this.tls = tls;
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
  public void enter(Entrance entrance) {
    if (isGone()) {
      throw new IllegalStateException("this connection is closed already");
    }
    admitted();
    if (tls.isPresent()) {
      tls.get().admit(this, entrance);
    } else {
      entrance.entered(this);
    }
  }

  @Override
  public void refuse(ByteBuf finalReply) {
    if (tls.isPresent()) {
      tls.get().refuse(this, finalReply);
    } else {
      lingeringClose(finalReply);
    }
  }

  /** What bounds the memory that waits. */
  PendingLimit pendingLimit() {
    return options().pendingLimit();
  }

  /** Tells its listener nothing more, and reads nothing before there is another. */
  void unserve() {
    forgetListener();
    gateChanged();
  }

  /** Runs an action in its context. */
  void inContext(Runnable action) {
    run(action);
  }

  /** The same when the delay is over. */
  ScheduledFuture<?> later(Duration delay, Runnable action) {
    return after(delay, action);
  }
}
