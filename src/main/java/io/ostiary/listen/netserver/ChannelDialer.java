package io.ostiary.listen.netserver;

import static io.vertx.core.net.SocketAddress.domainSocketAddress;

import io.netty.handler.ssl.SslContext;
import io.ostiary.listen.ConnectFailedException;
import io.ostiary.listen.Connection;
import io.ostiary.listen.Destination;
import io.ostiary.listen.Dialer;
import io.ostiary.listen.ListenOptions;
import io.vertx.core.Completable;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.spi.transport.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.InvalidPathException;
import java.util.Optional;

/** Connects by channels of Netty's: plain TCP, TLS and unix sockets, on every transport. */
public final class ChannelDialer implements Dialer {

  private final ContextInternal context;
  private final ChannelConnections connections;
  private final TlsContexts tlsContexts;

  /** Has no connection yet. */
  public ChannelDialer(Context context, ListenOptions options) {
    this.context = (ContextInternal) context;
    this.connections = new ChannelConnections(this.context, options);
    this.tlsContexts = new TlsContexts(context.owner());
  }

  @Override
  public Attempt dial(
      Destination destination, Optional<InetAddress> address, Completable<Connection> told) {
    ChannelAttempt attempt = new ChannelAttempt(connections, destination, told);
    if (destination instanceof Destination.Tcp tcp) {
      InetSocketAddress server = new InetSocketAddress(address.orElseThrow(), tcp.port());
      tlsContext(tcp).onSuccess(tls -> attempt.begin(server, tls)).onFailure(attempt::fail);
    } else {
      dialUnix(((Destination.Unix) destination).path(), attempt);
    }
    return attempt;
  }

  private void dialUnix(String path, ChannelAttempt attempt) {
    Transport transport = context.owner().transport();
    if (!transport.supportsDomainSockets()) {
      attempt.failLater(
          new ConnectFailedException(
              "this transport has no unix sockets; use transport epoll or nio", null));
      return;
    }
    try {
      SocketAddress server = transport.convert(domainSocketAddress(path));
      attempt.begin(server, Optional.empty());
    } catch (InvalidPathException e) {
      attempt.failLater(e);
    }
  }

  private Future<Optional<SslContext>> tlsContext(Destination.Tcp tcp) {
    return tcp.tls()
        .map(tls -> context.executeBlocking(() -> Optional.of(tlsContexts.of(tls))))
        .orElseGet(() -> context.succeededFuture(Optional.empty()));
  }

  @Override
  public Future<Void> close() {
    return connections.close();
  }
}
