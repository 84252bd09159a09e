package io.ostiary.listen;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ServerID;
import java.net.BindException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The listening sockets of one verticle instance, one {@code NetServer} an address. Used on the
 * instance's event loop only. The first instance {@link #open opens} the addresses; the others
 * {@link #join join} what it opened, and Vert.x spreads connections over all of them.
 */
public final class Listeners {

  /** Tells apart the ports that Vert.x lets the system choose for servers that share them. */
  private static final AtomicInteger lastRandomPortId = new AtomicInteger();

  private final ContextInternal context;
  private final VertxInternal vertx;
  private final NetServerOptions options;
  private final AcceptPace pace;
  private final Handler<Wire> door;
  private final AcceptFailures failures = new AcceptFailures();
  private final List<NetServer> servers = new ArrayList<>();
  private final List<ListeningSocket> sockets = new ArrayList<>();
  private final List<Endpoint> endpoints = new ArrayList<>();

  /**
   * Makes listeners that are not open yet.
   *
   * @param backlog how many connections the kernel keeps waiting for each address
   * @param door called for each accepted connection, before a byte of it is read
   */
  public Listeners(Vertx vertx, int backlog, AcceptPace pace, Handler<Wire> door) {
    this.vertx = (VertxInternal) vertx;
    this.context = this.vertx.getOrCreateContext();
    this.pace = pace;
    this.door = door;
    this.options =
        new NetServerOptions()
            .setAcceptBacklog(backlog)
            .setReuseAddress(true)
            .setTcpNoDelay(true)
            // Set on each connection with its period, which can change while the server runs.
            .setTcpKeepAlive(false);
  }

  /**
   * Listens on every address, in order. If one that is not optional fails, all that were opened are
   * closed again and the future fails with a {@link ListenException}; nobody was accepted then.
   *
   * @param port the port, or -1 to let the system choose one for all addresses
   */
  public Future<List<Endpoint>> open(List<BindAddress> addresses, int port) {
    boolean separate = ListenTransport.separatesFamilies(vertx.transport());
    return new AddressPlan(vertx, separate)
        .resolve(addresses)
        .compose(candidates -> openAll(candidates, 0, port))
        .compose(opened -> Future.join(sockets.stream().map(ListeningSocket::accept).toList()))
        .map(accepting -> List.copyOf(endpoints))
        .recover(failure -> close(Duration.ZERO).transform(closed -> Future.failedFuture(failure)));
  }

  /** Takes its share of the connections that arrive at endpoints which another instance opened. */
  public Future<Void> join(List<Endpoint> opened) {
    return Future.join(opened.stream().map(this::serve).toList()).mapEmpty();
  }

  /**
   * Stops accepting, at once. Connections that are still open after {@code grace} are closed.
   *
   * @return done when all of this instance's sockets are closed
   */
  public Future<Void> close(Duration grace) {
    List<Future<Void>> closing = new ArrayList<>();
    sockets.forEach(socket -> closing.add(socket.close()));
    for (NetServer server : servers) {
      closing.add(server.shutdown(grace.toMillis(), TimeUnit.MILLISECONDS));
    }
    sockets.clear();
    servers.clear();
    return Future.join(closing).mapEmpty();
  }

  private Future<Void> openAll(List<AddressPlan.Candidates> all, int next, int port) {
    if (next == all.size()) {
      return Future.succeededFuture();
    }
    return openFirst(all.get(next), 0, port)
        .compose(done -> openAll(all, next + 1, chosenOr(port)));
  }

  // A port that the system chose for the first address is every other's, too.
  private int chosenOr(int wanted) {
    return wanted < 0 && !endpoints.isEmpty() ? endpoints.get(0).port() : wanted;
  }

  /** A host name stands for the first of its addresses that can be bound. */
  private Future<Void> openFirst(AddressPlan.Candidates candidates, int next, int port) {
    InetAddress address = candidates.addresses().get(next);
    boolean last = next + 1 == candidates.addresses().size();
    return openOne(address, candidates.families(), port)
        .recover(
            cause -> {
              if (!last) {
                return openFirst(candidates, next + 1, port);
              }
              BindFailure failure = new BindFailure(address, port, cause);
              if (candidates.optional() && failure.isMissingAddress()) {
                failure.logSkipped();
                return Future.succeededFuture();
              }
              return Future.failedFuture(failure.toException());
            });
  }

  private Future<Void> openOne(InetAddress address, Endpoint.Families families, int port) {
    SocketAddress key = key(address, port);
    if (vertx.sharedTcpServers().containsKey(new ServerID(key.port(), key.host()))) {
      // Vert.x would share it silently, and half of that server's clients would come to this one.
      return Future.failedFuture(
          new BindException(
              endpoints.stream().anyMatch(endpoint -> endpoint.key().equals(key))
                  ? "bind names this address twice"
                  : "Address already in use by another server in this process"));
    }
    ListenTransport transport = new ListenTransport(vertx.transport(), address, pace, failures);
    return ListeningSocket.open(context, key, transport, options)
        .compose(
            socket -> {
              sockets.add(socket);
              Endpoint endpoint = new Endpoint(key, address, socket.port(), families);
              endpoints.add(endpoint);
              return serve(endpoint);
            })
        .mapEmpty();
  }

  private static SocketAddress key(InetAddress address, int port) {
    String host = address.getHostAddress();
    return port < 0
        ? SocketAddress.sharedRandomPort(lastRandomPortId.incrementAndGet(), host)
        : SocketAddress.inetSocketAddress(port, host);
  }

  private Future<NetServer> serve(Endpoint endpoint) {
    NetServer server = vertx.createNetServer(options);
    server.connectHandler(socket -> accept(socket, endpoint.families()));
    return server.listen(endpoint.key()).onSuccess(servers::add);
  }

  private void accept(NetSocket socket, Endpoint.Families families) {
    Wire wire = new Wire(context, socket);
    if (families.takes(wire.remoteAddress())) {
      door.handle(wire);
    } else {
      wire.close();
    }
  }
}
