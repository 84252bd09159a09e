package io.ostiary;

import io.ostiary.listen.Connection;
import io.ostiary.listen.Connector;
import io.ostiary.listen.Destination;
import io.ostiary.listen.ListenOptions;
import io.ostiary.listen.epoll.EpollLoop;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

/** A connector as a server makes it, without a server: a test decides about its connections. */
public final class TestConnector {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final Context context;
  private Connector connector;

  private TestConnector(Context context) {
    this.context = context;
  }

  /** Connects in that context. */
  public static TestConnector on(TestTransport transport, Context context, ListenOptions options)
      throws ExecutionException {
    TestConnector made = new TestConnector(context);
    return transport.withFastPath(
        () ->
            Served.await(
                made.onLoop(
                    nothing -> {
                      made.connector = Connectors.of(context, EpollLoop.of(context), options);
                      return Future.succeededFuture(made);
                    })));
  }

  /** Connects, and hands the connection to a test's thread. */
  public Connection connect(Destination destination) throws ExecutionException {
    return Served.await(connecting(destination, LONG, connection -> {}));
  }

  /**
   * Begins to connect.
   *
   * @param onLoop what is done with the connection on its loop before the future completes
   */
  public Future<Connection> connecting(
      Destination destination, Duration timeout, Consumer<Connection> onLoop) {
    return onLoop(making -> making.connect(destination, timeout).onSuccess(onLoop::accept));
  }

  /** Closes it, and returns when all is closed. */
  public void close() throws ExecutionException {
    Served.await(onLoop(Connector::close));
  }

  private <T> Future<T> onLoop(Function<Connector, Future<T>> action) {
    Promise<T> done = Promise.promise();
    context.runOnContext(nothing -> action.apply(connector).onComplete(done::handle));
    return done.future();
  }
}
