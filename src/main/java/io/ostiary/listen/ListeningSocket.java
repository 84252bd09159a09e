package io.ostiary.listen;

import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.NetServerImpl;
import io.vertx.core.spi.transport.Transport;
import java.lang.reflect.Proxy;

/**
 * Opens a socket that the {@code NetServer}s of the same key then share, as Vert.x lets them. It is
 * bound with what {@code NetServerOptions} cannot say ({@link ListenTransport}), and it accepts
 * nobody before {@link #accept}: until then clients wait in the backlog, and a start that fails has
 * served no one.
 */
final class ListeningSocket {

  private final NetServerImpl opener;
  private final ListenTransport transport;

  private ListeningSocket(NetServerImpl opener, ListenTransport transport) {
    this.opener = opener;
    this.transport = transport;
  }

  /** Binds. On the event loop of {@code context}. */
  static Future<ListeningSocket> open(
      ContextInternal context,
      SocketAddress key,
      ListenTransport transport,
      NetServerOptions options) {
    VertxInternal vertx = new WithTransport(context.owner(), transport);
    NetServerImpl opener = new NetServerImpl(vertx, options);
    opener.connectHandler(
        socket -> {
          throw new IllegalStateException("accepted before a server had joined");
        });
    return opener
        .listen(ownedBy(vertx, context), key)
        .map(listening -> new ListeningSocket(opener, transport));
  }

  /** The port it is bound to. */
  int port() {
    return opener.actualPort();
  }

  /** Leaves the socket to the servers that have joined, which now get its connections. */
  Future<Void> accept() {
    return opener.close().onSuccess(left -> transport.beginAccepting());
  }

  /** Closes it, if no server has joined. */
  Future<Void> close() {
    return opener.close();
  }

  // A server asks the Vert.x of its context, and not its own, what kind of socket to make.
  private static ContextInternal ownedBy(VertxInternal owner, ContextInternal context) {
    return (ContextInternal)
        Proxy.newProxyInstance(
            ListeningSocket.class.getClassLoader(),
            new Class<?>[] {ContextInternal.class},
            (proxy, method, arguments) ->
                method.getName().equals("owner") ? owner : method.invoke(context, arguments));
  }

  /** The same Vert.x on another transport. */
  private static final class WithTransport extends VertxWrapper {

    private final Transport transport;

    WithTransport(VertxInternal vertx, Transport transport) {
      super(vertx);
      this.transport = transport;
    }

    @Override
    public Transport transport() {
      return transport;
    }
  }
}
