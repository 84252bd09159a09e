package io.ostiary.listen.epoll;

import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.Socket;
import io.ostiary.listen.AcceptGate;
import io.ostiary.listen.Arriving;
import io.ostiary.listen.Endpoint;
import io.ostiary.listen.ListenOptions;
import io.ostiary.listen.Listener;
import io.ostiary.listen.ListenerSpec;
import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plain TCP on a loop that waits with epoll: each instance has a listening socket of its own, the
 * kernel spreads connections over them ({@code SO_REUSEPORT}), and the loop that accepts a
 * connection serves it, so that it never changes its thread.
 */
public final class EpollListener implements Listener, EpollLoop.User {

  private static final Logger log = LoggerFactory.getLogger(EpollListener.class);

  /** Linux's numbers for {@code setsockopt(IPPROTO_IPV6, IPV6_V6ONLY)}. */
  private static final int IPV6 = 41;

  private static final int V6ONLY = 26;

  /** Linux's numbers for {@code getsockopt(SOL_SOCKET, SO_ACCEPTCONN)}. */
  private static final int SOCKET = 1;

  private static final int ACCEPTCONN = 30;

  private final EpollLoop loop;
  private final ListenerSpec spec;
  private final Consumer<Arriving> onArrival;
  private final AcceptGate gate;
  private final AcceptedConnections connections;
  private EpollAcceptor acceptor; // null: not bound, or closed
  private boolean closed;

  /**
   * Nothing is bound yet.
   *
   * @param spec not a unix socket
   * @param onArrival decides about each accepted connection, on the loop
   * @param gate is asked before one is accepted
   */
  public EpollListener(
      EpollLoop loop,
      ListenerSpec spec,
      ListenOptions options,
      Consumer<Arriving> onArrival,
      AcceptGate gate) {
    this.loop = loop;
    this.spec = spec;
    this.onArrival = onArrival;
    this.gate = gate;
    this.connections = new AcceptedConnections(loop, options);
    loop.add(this);
  }

  @Override
  public Future<Endpoint> open() {
    // Bound without SO_REUSEPORT, unless it was asked for, a port which others share is in use.
    return open(connections.options().reusePort());
  }

  private Future<Endpoint> open(boolean besideOurs) {
    try {
      InetSocketAddress bound = begin(-1, besideOurs);
      String host = bound.getAddress().getHostAddress();
      SocketAddress key = SocketAddress.inetSocketAddress(bound.getPort(), host);
      return Future.succeededFuture(new Endpoint(spec, bound.getPort(), key));
    } catch (IOException e) {
      return Future.failedFuture(e);
    }
  }

  @Override
  public Future<Endpoint> openBeside() {
    return open(true);
  }

  @Override
  public boolean letsIn(Listener other) {
    if (acceptor == null || !(other instanceof EpollListener)) {
      return false;
    }
    try {
      acceptor.sharePort();
      return true;
    } catch (IOException e) {
      log.debug("{} cannot be shared", spec, e);
      return false;
    }
  }

  @Override
  public void backlog(int connections) {
    if (acceptor != null) {
      acceptor.backlog(connections);
    }
  }

  @Override
  public Future<Void> join(Endpoint opened) {
    try {
      begin(opened.port(), true);
      return Future.succeededFuture();
    } catch (IOException e) {
      return Future.failedFuture(e);
    }
  }

  /** Listens; at the port of the spec if {@code port} is -1. */
  private InetSocketAddress begin(int port, boolean shared) throws IOException {
    if (closed || loop.isClosed()) {
      throw new IOException("closed before it was bound");
    }
    if (spec instanceof ListenerSpec.Inherited inherited) {
      return adopt(new Socket(inherited.descriptor()));
    }
    ListenerSpec.Tcp tcp = (ListenerSpec.Tcp) spec;
    return bind(tcp.address(), port < 0 ? Math.max(0, tcp.port()) : port, shared);
  }

  private InetSocketAddress adopt(Socket socket) throws IOException {
    InetSocketAddress bound = socket.localAddress();
    if (bound == null || socket.getIntOpt(SOCKET, ACCEPTCONN) == 0) {
      throw new IOException("it is no TCP socket that listens");
    }
    accepts(socket, false, bound);
    return bound;
  }

  private void accepts(Socket socket, boolean owned, InetSocketAddress bound) throws IOException {
    socket.setTcpNoDelay(true); // Those it accepts inherit that.
    acceptor = new EpollAcceptor(connections, socket, owned, bound, onArrival, gate);
  }

  private InetSocketAddress bind(InetAddress address, int port, boolean shared) throws IOException {
    LinuxSocket socket = SocketCalls.stream(address);
    try {
      if (address instanceof Inet6Address) {
        socket.setIntOpt(IPV6, V6ONLY, 1);
      }
      socket.setReuseAddress(true);
      socket.setReusePort(shared);
      socket.bind(new InetSocketAddress(address, port));
      socket.setReusePort(loop.hasSiblings() || connections.options().reusePort());
      socket.listen(spec.backlog());
      InetSocketAddress bound = new InetSocketAddress(address, socket.localAddress().getPort());
      accepts(socket, true, bound);
      return bound;
    } catch (IOException | RuntimeException e) {
      SocketCalls.close(socket);
      throw e;
    }
  }

  @Override
  public void accept() {
    if (acceptor != null) {
      acceptor.begin();
    }
  }

  @Override
  public Future<Void> stopAccepting() {
    if (acceptor != null) {
      acceptor.drain();
    }
    closeAcceptor();
    return ended();
  }

  private void closeAcceptor() {
    closed = true;
    if (acceptor != null) {
      acceptor.close();
      acceptor = null;
    }
  }

  private Future<Void> ended() {
    return connections.ended().onComplete(done -> loop.remove(this));
  }

  @Override
  public Future<Void> close(Duration grace) {
    closeAcceptor();
    Future<Void> ended = ended();
    connections.close(grace);
    return ended;
  }
}
