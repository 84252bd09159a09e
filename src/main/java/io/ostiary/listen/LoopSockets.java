package io.ostiary.listen;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Sockets on a loop that waits with epoll: each instance has a listening socket of its own for each
 * address, the kernel spreads connections over them ({@code SO_REUSEPORT}), and whoever accepts a
 * connection serves it, so that it never changes its thread.
 */
final class LoopSockets implements Sockets {

  /** Linux's numbers for {@code setsockopt(IPPROTO_IPV6, IPV6_V6ONLY)}. */
  private static final int IPV6 = 41;

  private static final int V6ONLY = 26;

  private final EpollLoop loop;
  private final boolean shared;
  private final ListenOptions options;
  private final Door door;
  private final List<EpollAcceptor> acceptors = new ArrayList<>();
  private boolean isClosed;

  /**
   * Nothing is bound yet.
   *
   * @param context of the instance, whose loop {@link EpollLoop#suits}
   */
  LoopSockets(ContextInternal context, ListenOptions options, Door door) {
    this.loop = new EpollLoop(context, options.drains());
    this.shared = context.getInstanceCount() > 1;
    this.options = options;
    this.door = door;
    // Also of an instance that did not come to its start, and is not stopped therefore.
    isClosed = !context.closeFuture().add(this::closeAtOnce);
  }

  /** Vert.x may call this on another loop. */
  private void closeAtOnce(Completable<Void> closed) {
    loop.later(
        () -> {
          try {
            close(Duration.ZERO).onComplete(closed);
          } catch (Throwable e) { // Nobody else would tell.
            closed.fail(e);
          }
        });
  }

  @Override
  public boolean separateFamilies() {
    return true;
  }

  @Override
  public Future<Endpoint> open(InetAddress address, Endpoint.Families families, int port) {
    try {
      // Bound without the wish to share, so that a port that somebody else shares is in use.
      int bound = listen(address, Math.max(0, port), false).port();
      SocketAddress key = SocketAddress.inetSocketAddress(bound, address.getHostAddress());
      return Future.succeededFuture(new Endpoint(key, address, bound, families));
    } catch (IOException e) {
      return Future.failedFuture(e);
    }
  }

  @Override
  public Future<Void> accept() {
    acceptors.forEach(EpollAcceptor::begin);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> join(Endpoint endpoint) {
    try {
      listen(endpoint.address(), endpoint.port(), true).begin();
      return Future.succeededFuture();
    } catch (IOException e) {
      return Future.failedFuture(e);
    }
  }

  private EpollAcceptor listen(InetAddress address, int port, boolean joins) throws IOException {
    if (isClosed) {
      throw new IOException("closed while addresses were looked up");
    }
    LinuxSocket socket = stream(address);
    try {
      if (address instanceof Inet6Address) {
        socket.setIntOpt(IPV6, V6ONLY, 1);
      }
      socket.setReuseAddress(true);
      socket.setTcpNoDelay(true); // Those it accepts inherit that.
      socket.setReusePort(joins);
      socket.bind(new InetSocketAddress(address, port));
      socket.setReusePort(shared);
      socket.listen(options.backlog());
      InetSocketAddress bound = new InetSocketAddress(address, socket.localAddress().getPort());
      EpollAcceptor acceptor = new EpollAcceptor(loop, socket, bound, options, door);
      acceptors.add(acceptor);
      return acceptor;
    } catch (IOException | RuntimeException e) {
      SocketCalls.close(socket);
      throw e;
    }
  }

  private static LinuxSocket stream(InetAddress address) throws IOException {
    boolean ipv6 = address instanceof Inet6Address;
    try {
      return LinuxSocket.newSocketStream(
          ipv6 ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET);
    } catch (ChannelException e) {
      // A kernel without IPv6, or no descriptor left.
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public Future<Void> close(Duration grace) {
    isClosed = true;
    acceptors.forEach(EpollAcceptor::close);
    acceptors.clear();
    return loop.close(grace);
  }
}
