package io.ostiary.listen;

import io.ostiary.listen.epoll.EpollListener;
import io.ostiary.listen.epoll.EpollLoop;
import io.ostiary.listen.netserver.NetServerListener;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import io.ostiary.settings.ListenerProfile;
import io.ostiary.tls.Handshakes;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.NetServerOptions;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

/** A listener on loopback without a server; a test handles its connections. */
public final class TestListener {

  static final int BACKLOG = 128;

  private final Context context;
  private final Listener listener;
  private final int port;

  private TestListener(Context context, Listener listener, int port) {
    this.context = context;
    this.listener = listener;
    this.port = port;
  }

  /** Options with this accept pace and this number of lingering closes. */
  public static ListenOptions options(int pace, int lingerers) {
    return new ListenOptions(
        new AcceptPace(pace),
        () -> Duration.ZERO,
        new LingerLimit(lingerers),
        ProxyHeaders.ofNobody());
  }

  /** Listens on a port that the system chooses, until it or the Vert.x is closed. */
  public static TestListener open(
      TestTransport transport, Vertx vertx, ListenOptions options, Consumer<Arriving> onArrival)
      throws ExecutionException {
    return open(transport, vertx.getOrCreateContext(), -1, options, Optional.empty(), onArrival);
  }

  /** The same in that context, at that port, with TLS if there are handshakes. */
  public static TestListener open(
      TestTransport transport,
      Context context,
      int port,
      ListenOptions options,
      Optional<Handshakes> handshakes,
      Consumer<Arriving> onArrival)
      throws ExecutionException {
    ListenerSpec.Tcp spec =
        new ListenerSpec.Tcp(
            ListenerProfile.TCP,
            InetAddress.getLoopbackAddress(),
            ListenerSpec.Families.AS_BOUND,
            port,
            BACKLOG);
    return transport.withFastPath(
        () -> {
          Promise<TestListener> opened = Promise.promise();
          context.runOnContext(
              nothing -> {
                Listener listener = listener(context, spec, options, handshakes, onArrival);
                listener
                    .open()
                    .map(endpoint -> new TestListener(context, listener, endpoint.port()))
                    .onSuccess(open -> listener.accept())
                    .onComplete(opened::handle);
              });
          return Served.await(opened.future());
        });
  }

  private static Listener listener(
      Context context,
      ListenerSpec.Tcp spec,
      ListenOptions options,
      Optional<Handshakes> handshakes,
      Consumer<Arriving> onArrival) {
    Optional<EpollLoop> loop = EpollLoop.of(context);
    return loop.isPresent() && handshakes.isEmpty()
        ? new EpollListener(loop.get(), spec, options, onArrival, AcceptGate.OPEN)
        : new NetServerListener(
            (ContextInternal) context,
            context.owner().createNetServer(new NetServerOptions().setReuseAddress(true)),
            spec,
            options,
            handshakes,
            onArrival,
            AcceptGate.OPEN);
  }

  public Context context() {
    return context;
  }

  public int port() {
    return port;
  }

  /** Stops accepting; blocks until then. */
  public void stopAccepting() throws ExecutionException {
    onLoop(
        stopping -> {
          stopping.stopAccepting();
          return Future.succeededFuture();
        });
  }

  /** Closes it; blocks until all connections are closed. */
  public void close(Duration grace) throws ExecutionException {
    onLoop(closing -> closing.close(grace));
  }

  private void onLoop(Function<Listener, Future<Void>> action) throws ExecutionException {
    Promise<Void> done = Promise.promise();
    context.runOnContext(nothing -> action.apply(listener).onComplete(done::handle));
    Served.await(done.future());
  }
}
