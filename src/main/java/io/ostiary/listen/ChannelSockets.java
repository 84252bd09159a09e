package io.ostiary.listen;

import io.netty.buffer.ByteBuf;
import io.ostiary.net.PeerAddress;
import io.vertx.core.Future;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sockets on any loop that Vert.x runs on: one {@code NetServer} an address. Instances name the
 * same key, and Vert.x accepts for all of them and spreads connections over their loops.
 */
final class ChannelSockets implements Sockets {

  private static final Logger log = LoggerFactory.getLogger(ChannelSockets.class);

  /** Tells apart the ports that Vert.x lets the system choose for servers that share them. */
  private static final AtomicInteger lastRandomPortId = new AtomicInteger();

  private final ContextInternal context;
  private final VertxInternal vertx;
  private final NetServerOptions options;
  private final ListenOptions listenOptions;
  private final Door door;
  private final List<NetServer> servers = new ArrayList<>();
  private final List<ListeningSocket> sockets = new ArrayList<>();

  ChannelSockets(ContextInternal context, ListenOptions listenOptions, Door door) {
    this.context = context;
    this.vertx = context.owner();
    this.listenOptions = listenOptions;
    this.door = door;
    this.options =
        new NetServerOptions()
            .setAcceptBacklog(listenOptions.backlog())
            .setReuseAddress(true)
            .setTcpNoDelay(true)
            // Set on each connection with its period, which can change while the server runs.
            .setTcpKeepAlive(false);
  }

  @Override
  public boolean separateFamilies() {
    return false;
  }

  @Override
  public Future<Endpoint> open(InetAddress address, Endpoint.Families families, int port) {
    SocketAddress key = key(address, port);
    if (vertx.sharedTcpServers().containsKey(new ServerID(key.port(), key.host()))) {
      // Vert.x would share it silently, and half of that server's clients would come to this one.
      return Future.failedFuture(
          new BindException("Address already in use by another server in this process"));
    }
    ListenTransport transport = new ListenTransport(vertx.transport(), listenOptions.pace());
    return ListeningSocket.open(context, key, transport, options)
        .compose(
            socket -> {
              sockets.add(socket);
              Endpoint endpoint = new Endpoint(key, address, socket.port(), families);
              return join(endpoint).map(endpoint);
            });
  }

  private static SocketAddress key(InetAddress address, int port) {
    String host = address.getHostAddress();
    return port < 0
        ? SocketAddress.sharedRandomPort(lastRandomPortId.incrementAndGet(), host)
        : SocketAddress.inetSocketAddress(port, host);
  }

  @Override
  public Future<Void> accept() {
    return Future.join(sockets.stream().map(ListeningSocket::accept).toList()).mapEmpty();
  }

  @Override
  public Future<Void> join(Endpoint endpoint) {
    NetServer server = vertx.createNetServer(options);
    server.connectHandler(socket -> arrived(socket, endpoint.families()));
    return server.listen(endpoint.key()).onSuccess(servers::add).mapEmpty();
  }

  @Override
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

  private void arrived(NetSocket socket, Endpoint.Families families) {
    NetServerConnection wire = new NetServerConnection(context, socket);
    if (!families.takes(wire.peer())) {
      wire.close();
      return;
    }
    try {
      door.arrived(new AtDoor(wire, listenOptions));
    } catch (Throwable e) { // Also an Error, such as no memory for a refusal.
      log.error("Letting in a connection failed; closing it", e);
      wire.close();
    }
  }

  /** A connection that the door decides about. */
  private record AtDoor(NetServerConnection wire, ListenOptions options) implements Arriving {

    @Override
    public PeerAddress remoteAddress() {
      return wire.remoteAddress();
    }

    @Override
    public Connection enter() {
      wire.keepalive(options.keepalive().get());
      return wire;
    }

    @Override
    public ByteBuf output() {
      return wire.output();
    }

    @Override
    public void refuse(ByteBuf lastWords) {
      LingeringClose.bid(wire, lastWords, options.drains());
    }

    @Override
    public void close() {
      wire.close();
    }
  }
}
