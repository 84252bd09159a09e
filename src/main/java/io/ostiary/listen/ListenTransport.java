package io.ostiary.listen;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.spi.transport.Transport;
import java.net.SocketAddress;

/**
 * The transport that Vert.x runs on, with what {@code NetServerOptions} cannot say of one listening
 * socket: how fast it accepts and from when on, and who hears of failed accepts.
 */
final class ListenTransport implements Transport {

  private final Transport transport;
  private final AcceptPace pace;
  private volatile Channel listening;

  ListenTransport(Transport transport, AcceptPace pace) {
    this.transport = transport;
    this.pace = pace;
  }

  /** Takes connections from now on. From any thread, after the socket was bound. */
  void beginAccepting() {
    listening.config().setAutoRead(true);
  }

  @Override
  public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
    transport.configure(options, domainSocket, bootstrap);
    bootstrap.option(ChannelOption.RECVBUF_ALLOCATOR, pace.allocator());
    // Until all addresses are bound, see beginAccepting.
    bootstrap.option(ChannelOption.AUTO_READ, false);
    bootstrap.handler(listeningHandler());
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return transport.serverChannelFactory(domainSocket);
  }

  private ChannelHandler listeningHandler() {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void handlerAdded(ChannelHandlerContext context) {
        listening = context.channel();
      }

      @Override
      public void channelActive(ChannelHandlerContext context) {
        // Netty's own handler has come in between, and the failures are to be seen behind it: it
        // pauses accepting for a second and then goes on.
        context.pipeline().addLast(new FailureHandler());
        context.fireChannelActive();
      }
    };
  }

  @Override
  public boolean supportsDomainSockets() {
    return transport.supportsDomainSockets();
  }

  @Override
  public boolean supportFileRegion() {
    return transport.supportFileRegion();
  }

  @Override
  public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
    return transport.convert(address);
  }

  @Override
  public io.vertx.core.net.SocketAddress convert(SocketAddress address) {
    return transport.convert(address);
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return transport.ioHandlerFactory();
  }

  @Override
  public DatagramChannel datagramChannel() {
    return transport.datagramChannel();
  }

  @Override
  @SuppressWarnings("deprecation") // The type is Vert.x's choice.
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return transport.datagramChannel(family);
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    return transport.channelFactory(domainSocket);
  }

  @Override
  public void configure(DatagramChannel channel, DatagramSocketOptions options) {
    transport.configure(channel, options);
  }

  @Override
  public void configure(
      ClientOptionsBase options, int timeout, boolean domainSocket, Bootstrap bootstrap) {
    transport.configure(options, timeout, domainSocket, bootstrap);
  }

  /** Sees the accepts that fail, which no handler of a {@code NetServer} does. */
  private static final class FailureHandler extends ChannelInboundHandlerAdapter {

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      AcceptFailures.log(context.channel().localAddress(), cause);
    }
  }
}
