package io.ostiary.listen.netserver;

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
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
    } else if (context.owner().transport().supportsDomainSockets()) {
      String path = ((Destination.Unix) destination).path();
      SocketAddress server = SocketAddress.domainSocketAddress(path);
      attempt.begin(context.owner().transport().convert(server), Optional.empty());
    } else {
      context
          .nettyEventLoop()
          .execute(
              () ->
                  attempt.fail(
                      new ConnectFailedException(
                          "this transport has no unix sockets; use transport epoll or nio", null)));
    }
    return attempt;
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
