package io.ostiary.listen.epoll;

import io.netty.util.concurrent.ScheduledFuture;
import io.ostiary.listen.ConnectionList;
import io.ostiary.listen.ListenOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;

/** The connections of one listener or dialer. On its event loop only. */
class EpollConnections {

  private final EpollLoop loop;
  private final ListenOptions options;
  private final ConnectionList<EpollSocket> open = new ConnectionList<>();
  private Promise<Void> allClosed; // null: not closing

  EpollConnections(EpollLoop loop, ListenOptions options) {
    this.loop = loop;
    this.options = options;
  }

  final EpollLoop loop() {
    return loop;
  }

  final ListenOptions options() {
    return options;
  }

  final void opened(EpollSocket connection) {
    open.add(connection);
  }

  final void closed(EpollSocket connection) {
    open.remove(connection);
    completeIfEmpty();
  }

  /**
   * Closes those that are still open after {@code grace}; done when none is. A second call closes
   * them at once.
   */
  final Future<Void> close(Duration grace) {
    if (allClosed != null) {
      closeAll();
      return allClosed.future();
    }
    allClosed = loop.context().promise();
    if (grace.isZero()) {
      closeAll();
    } else {
      ScheduledFuture<?> end = loop.after(grace, this::closeAll);
      allClosed.future().onComplete(closed -> end.cancel(false));
    }
    completeIfEmpty();
    return allClosed.future();
  }

  void closeAll() {
    open.forEach(EpollSocket::close);
  }

  boolean isEmpty() {
    return open.size() == 0;
  }

  /** Called when a connection is gone. */
  final void completeIfEmpty() {
    if (allClosed != null && isEmpty()) {
      allClosed.tryComplete();
    }
  }
}
