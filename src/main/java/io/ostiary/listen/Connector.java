package io.ostiary.listen;

import io.vertx.core.Closeable;
import io.vertx.core.Completable;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Opens connections to servers. On the event loop of its context only; it closes what it has opened
 * when that context ends.
 */
public final class Connector {

  private final ContextInternal context;
  private final Dialer plainTcp;
  private final Dialer others;
  private final Set<Connecting> underWay = new HashSet<>();
  private final Closeable contextEnds = this::closeLater;
  private Future<Void> closed; // null: not closing

  /**
   * Has opened nothing yet.
   *
   * @param plainTcp for TCP without TLS
   * @param others for everything else, maybe the same
   */
  public Connector(Context context, Dialer plainTcp, Dialer others) {
    this.context = (ContextInternal) context;
    this.plainTcp = plainTcp;
    this.others = others;
    if (!this.context.closeFuture().add(contextEnds)) {
      closed = Future.succeededFuture();
    }
  }

  /**
   * Connects. A host name may have several addresses: each is tried in turn, for its share of the
   * time that is left.
   *
   * <p>The future completes on the loop, in its context. Nothing is read from the connection before
   * it has a listener ({@link Connection#serve}). A failure is a {@link ConnectFailedException}.
   *
   * @param timeout for all of it, also a TLS handshake
   */
  public Future<Connection> connect(Destination destination, Duration timeout) {
    PromiseInternal<Connection> promise = context.promise();
    if (closed != null) {
      promise.fail(new ConnectFailedException(ConnectFailure.CLOSED, null));
      return promise.future();
    }
    Dialer dialer = destination.isPlainTcp() ? plainTcp : others;
    Connecting connecting = new Connecting(context, dialer, destination, timeout, promise);
    underWay.add(connecting);
    promise.future().onComplete(done -> underWay.remove(connecting));
    connecting.begin();
    return promise.future();
  }

  /** Runs an action on the loop when it has served the events of this turn. From any thread. */
  public void afterTurn(Runnable action) {
    context.nettyEventLoop().execute(() -> context.dispatch(action));
  }

  /**
   * Gives up what is under way, and closes all connections that it has opened.
   *
   * @return done when they are closed
   */
  public Future<Void> close() {
    if (closed == null) {
      PromiseInternal<Void> promise = context.promise();
      closed = promise.future();
      context.closeFuture().remove(contextEnds);
      List.copyOf(underWay).forEach(Connecting::giveUp);
      Future.join(plainTcp.close(), others.close()).<Void>mapEmpty().onComplete(promise);
    }
    return closed;
  }

  /** Vert.x may call this on another loop. */
  private void closeLater(Completable<Void> told) {
    context
        .nettyEventLoop()
        .execute(
            () -> {
              try {
                close().onComplete(told);
              } catch (Throwable e) { // Vert.x would wait for ever.
                told.fail(e);
              }
            });
  }
}
