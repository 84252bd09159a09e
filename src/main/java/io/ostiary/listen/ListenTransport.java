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
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.spi.transport.Transport;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.SocketAddress;

/**
 * The transport that Vert.x runs on, with what {@code NetServerOptions} cannot say of one listening
 * socket: how fast it accepts and from when on, who hears of failed accepts, and that IPv4 and IPv6
 * keep apart.
 */
final class ListenTransport implements Transport {

  /** Linux's numbers for {@code setsockopt(IPPROTO_IPV6, IPV6_V6ONLY)}. */
  private static final IntegerUnixChannelOption IPV6_ONLY =
      new IntegerUnixChannelOption("IPV6_V6ONLY", 41, 26);

  private final Transport transport;
  private final InetAddress address;
  private final AcceptPace pace;
  private final AcceptFailures failures;
  private volatile Channel listening;

  ListenTransport(
      Transport transport, InetAddress address, AcceptPace pace, AcceptFailures failures) {
    this.transport = transport;
    this.address = address;
    this.pace = pace;
    this.failures = failures;
  }

  /**
   * Whether sockets on this transport can be made for one address family alone. With the others, a
   * socket on "any address" of either family takes peers of both.
   */
  static boolean separatesFamilies(Transport transport) {
    return transport instanceof EpollTransport;
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
    if (separatesFamilies(transport) && address instanceof Inet6Address) {
      bootstrap.option(IPV6_ONLY, 1);
    }
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    if (separatesFamilies(transport) && address instanceof Inet4Address) {
      return () -> new EpollServerSocketChannel(SocketProtocolFamily.INET);
    }
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
        // Netty's own handler has come in between, and the failures are to be seen behind it.
        context.pipeline().addLast(failures);
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
}
