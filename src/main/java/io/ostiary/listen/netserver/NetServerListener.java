package io.ostiary.listen.netserver;

import io.ostiary.listen.AcceptGate;
import io.ostiary.listen.Arriving;
import io.ostiary.listen.Endpoint;
import io.ostiary.listen.ListenException;
import io.ostiary.listen.ListenOptions;
import io.ostiary.listen.Listener;
import io.ostiary.listen.ListenerSpec;
import io.ostiary.net.PeerAddress;
import io.ostiary.tls.Handshakes;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ServerID;
import java.net.BindException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Listens with a {@code NetServer}. Instances name the same key, and Vert.x accepts for all of them
 * on a thread of its own and spreads connections over their loops.
 *
 * <p>A {@code NetServer} accepts from the moment it is bound; connections that come before {@link
 * #accept} wait here, unread, and so do the few that were accepted when there was no room for them:
 * the socket is not asked for more then. How many it takes in one turn cannot be chosen. A failed
 * accept is not reported: Netty rests for a second, and logs a warning of its own.
 */
public final class NetServerListener implements Listener {

  /** How long Vert.x waits before it closes connections itself: longer than we ever do. */
  private static final long NEVER_DAYS = 3_650;

  private static final long NO_TIMER = -1;

  /** Tells apart the ports that Vert.x lets the system choose for servers that share them. */
  private static final AtomicInteger lastRandomPortId = new AtomicInteger();

  private final ContextInternal context;
  private final NetServer server;
  private final ListenerSpec spec;
  private final Optional<PeerAddress> unixAddress;
  private final ChannelConnections connections;
  private final Optional<TlsEntry> tls;
  private final Arrivals arrivals;
  private Future<Void> ended; // null: not stopped
  private UnixSocketFile socketFile; // null: none was made here
  private long end = NO_TIMER;

  /**
   * Nothing is bound yet.
   *
   * @param server not listening yet, and this listener's alone
   * @param handshakes of those who connect, where they speak TLS
   * @param onArrival decides about each accepted connection, on the loop of this context
   * @param gate is asked before that
   */
  public NetServerListener(
      ContextInternal context,
      NetServer server,
      ListenerSpec spec,
      ListenOptions options,
      Optional<Handshakes> handshakes,
      Consumer<Arriving> onArrival,
      AcceptGate gate) {
    this.context = context;
    this.server = server;
    this.spec = spec;
    this.arrivals = new Arrivals(context, spec.profile(), gate, onArrival);
    this.unixAddress =
        spec instanceof ListenerSpec.Unix unix
            ? Optional.of(PeerAddress.unix(unix.path()))
            : Optional.empty();
    this.connections = new ChannelConnections(context, options);
    this.tls = handshakes.map(shared -> new TlsEntry(context.nettyEventLoop(), shared));
    server.connectHandler(this::connected);
  }

  // Opening

  @Override
  public Future<Endpoint> open() {
    if (spec instanceof ListenerSpec.Unix unix) {
      return openUnix(new UnixSocketFile(unix));
    }
    if (!(spec instanceof ListenerSpec.Tcp tcp)) {
      return unsupported(
          "that needs transport epoll, and a listener without TLS and PROXY protocol");
    }
    boolean nio = context.owner().transport() instanceof NioTransport;
    return nio && connections.options().reusePort()
        ? unsupported("reuse-port needs transport epoll or io_uring")
        : openTcp(key(tcp));
  }

  private Future<Endpoint> unsupported(String reason) {
    return context.failedFuture(
        new ListenException("cannot listen on " + spec + ": " + reason, null));
  }

  private Future<Endpoint> openTcp(SocketAddress key) {
    if (isOpen(key)) {
      // Vert.x would share it silently, and half of that server's clients would come to this one.
      return context.failedFuture(
          new BindException("Address already in use by another server in this process"));
    }
    return listen(key);
  }

  private Future<Endpoint> listen(SocketAddress key) {
    return server.listen(key).map(listening -> new Endpoint(spec, listening.actualPort(), key));
  }

  @Override
  public Future<Endpoint> openBeside() {
    return listen(key((ListenerSpec.Tcp) spec));
  }

  /** Vert.x lets servers share an address, but no other socket beside its own. */
  @Override
  public boolean letsIn(Listener other) {
    return spec instanceof ListenerSpec.Tcp mine
        && ended == null
        && other instanceof NetServerListener server
        && server.spec instanceof ListenerSpec.Tcp tcp
        && mine.port() > 0
        && key(mine).equals(key(tcp));
  }

  /** Vert.x has no way to the socket. */
  @Override
  public void backlog(int connections) {}

  private boolean isOpen(SocketAddress key) {
    String hostOrPath = key.isInetSocket() ? key.host() : key.path();
    return context.owner().sharedTcpServers().containsKey(new ServerID(key.port(), hostOrPath));
  }

  private Future<Endpoint> openUnix(UnixSocketFile file) {
    if (!context.owner().transport().supportsDomainSockets()) {
      return unsupported("this transport has no unix sockets; use transport epoll or nio");
    }
    SocketAddress key = SocketAddress.domainSocketAddress(file.bindPath());
    socketFile = file;
    return onWorker(file::prepare)
        .compose(free -> server.listen(key))
        .compose(listening -> onWorker(file::publish))
        .eventually(() -> onWorker(file::unlock))
        .map(done -> new Endpoint(spec, 0, key));
  }

  private Future<Void> onWorker(Runnable blocking) {
    return context.executeBlocking(
        () -> {
          blocking.run();
          return null;
        });
  }

  private static SocketAddress key(ListenerSpec.Tcp tcp) {
    String host = tcp.address().getHostAddress();
    return tcp.port() < 0
        ? SocketAddress.sharedRandomPort(lastRandomPortId.incrementAndGet(), host)
        : SocketAddress.inetSocketAddress(tcp.port(), host);
  }

  @Override
  public Future<Void> join(Endpoint opened) {
    return server.listen(opened.key()).mapEmpty();
  }

  // Connections

  private void connected(NetSocket socket) {
    NetServerConnection connection = new NetServerConnection(connections, socket, unixAddress, tls);
    connections.opened(connection);
    if (ended != null || !admits(connection)) {
      connection.close();
    } else {
      arrivals.arrived(connection);
    }
  }

  private boolean admits(NetServerConnection connection) {
    if (!(spec instanceof ListenerSpec.Tcp tcp)) {
      return true;
    }
    return switch (tcp.families()) {
      case AS_BOUND, BOTH -> true;
      case IPV4 -> connection.remoteAddress().isIpv4();
      case IPV6 -> !connection.remoteAddress().isIpv4();
    };
  }

  @Override
  public void accept() {
    arrivals.accept();
  }

  // The end

  @Override
  public Future<Void> stopAccepting() {
    arrivals.close();
    if (ended == null) {
      // Vert.x closes its socket first, if no other instance listens there, and then waits.
      Future<Void> closed = later(server.shutdown(NEVER_DAYS, TimeUnit.DAYS));
      ended =
          socketFile == null
              ? closed
              : Future.join(closed, onWorker(socketFile::remove)).mapEmpty();
      ended.onComplete(done -> connections.end());
    }
    return ended;
  }

  /** Vert.x tells it while the last connection closes, and that one's listener is told first. */
  private Future<Void> later(Future<Void> closing) {
    Promise<Void> told = context.promise();
    closing.onComplete(result -> context.nettyEventLoop().execute(() -> told.handle(result)));
    return told.future();
  }

  @Override
  public Future<Void> close(Duration grace) {
    stopAccepting();
    if (grace.isZero()) {
      connections.closeAll();
    } else {
      context.owner().cancelTimer(end);
      end = context.owner().setTimer(grace.toMillis(), over -> connections.closeAll());
      ended.onComplete(closed -> context.owner().cancelTimer(end));
    }
    return ended;
  }
}
