package io.ostiary.listen.netserver;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.ostiary.listen.Connection;
import io.ostiary.listen.Destination;
import io.ostiary.listen.Dialer;
import io.ostiary.net.PeerAddress;
import io.vertx.core.Completable;
import io.vertx.core.internal.ContextInternal;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;

/**
 * A channel that connects, and then maybe shakes hands. It holds the connection's place in the
 * pipeline until there is one; nothing is read meanwhile but the handshake. On the event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A channel that does not close is gone already.
final class ChannelAttempt extends ChannelInboundHandlerAdapter implements Dialer.Attempt {

  private final ChannelConnections connections;
  private final Destination destination;
  private final Completable<Connection> told;
  private Channel channel; // null: not begun
  private boolean shakingHands;
  private boolean ended;

  ChannelAttempt(
      ChannelConnections connections, Destination destination, Completable<Connection> told) {
    this.connections = connections;
    this.destination = destination;
    this.told = told;
  }

  /** Does nothing when it was cancelled. */
  void begin(SocketAddress server, Optional<SslContext> tls) {
    if (ended) {
      return;
    }
    try {
      connect(server, tls);
    } catch (RuntimeException e) {
      failLater(e);
    }
  }

  private void connect(SocketAddress server, Optional<SslContext> tls) {
    ContextInternal context = connections.context();
    boolean unix = destination instanceof Destination.Unix;
    Bootstrap bootstrap =
        new Bootstrap()
            .group(context.nettyEventLoop())
            .channelFactory(context.owner().transport().channelFactory(unix))
            .disableResolver()
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0) // There is another timer.
            .handler(this);
    if (!unix) {
      bootstrap.option(ChannelOption.TCP_NODELAY, true);
    }
    ChannelFuture connecting = bootstrap.connect(server);
    channel = connecting.channel();
    // A channel that could not be made tells it on a thread of its own.
    connecting.addListener(
        done -> context.nettyEventLoop().execute(() -> connected(connecting, tls)));
  }

  private void connected(ChannelFuture connecting, Optional<SslContext> tls) {
    if (ended) {
      return;
    }
    if (!connecting.isSuccess()) {
      fail(connecting.cause());
    } else if (tls.isPresent()) {
      shakeHands(tls.get(), (Destination.Tcp) destination);
    } else {
      succeed();
    }
  }

  private void shakeHands(SslContext tls, Destination.Tcp server) {
    shakingHands = true;
    SslHandler handler = tls.newHandler(channel.alloc(), server.host(), server.port());
    handler.setHandshakeTimeoutMillis(0); // There is another timer.
    handler.handshakeFuture().addListener(this::handsShaken);
    channel.pipeline().addFirst(handler);
  }

  private void handsShaken(Future<? super Channel> handshake) {
    if (handshake.isSuccess()) {
      succeed();
    } else {
      fail(TlsFailure.toException(handshake.cause()));
    }
  }

  private void succeed() {
    if (ended) {
      return;
    }
    if (!channel.isActive()) {
      fail(new ClosedChannelException());
      return;
    }
    ended = true;
    ChannelConnection connection = new ChannelConnection(connections, channel, unixAddress());
    connections.opened(connection);
    new ChannelEvents(connection).takeOver(this);
    connection.admitted();
    told.succeed(connection);
  }

  private Optional<PeerAddress> unixAddress() {
    return destination instanceof Destination.Unix unix
        ? Optional.of(PeerAddress.unix(unix.path()))
        : Optional.empty();
  }

  /** For what fails while its caller does not expect it yet. */
  void failLater(Throwable cause) {
    connections.context().nettyEventLoop().execute(() -> fail(cause));
  }

  void fail(Throwable cause) {
    if (!ended) {
      cancel();
      told.fail(cause);
    }
  }

  @Override
  public void cancel() {
    ended = true;
    if (channel != null) {
      channel.close();
    }
  }

  @Override
  public boolean isShakingHands() {
    return shakingHands;
  }

  /** What it is tells a future, too. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {}
}
