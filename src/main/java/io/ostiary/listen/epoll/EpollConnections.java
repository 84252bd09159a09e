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
  private Promise<Void> allClosed; // null: there may be more of them
  private ScheduledFuture<?> end; // null: they may stay

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

  /** There will be no more of them; done when the last one is closed. */
  final Future<Void> ended() {
    if (allClosed == null) {
      allClosed = loop.context().promise();
      allClosed.future().onComplete(closed -> cancelEnd());
      completeIfEmpty();
    }
    return allClosed.future();
  }

  /**
   * Closes those that are still open after {@code grace}; done when none is. The grace of a later
   * call counts.
   */
  final Future<Void> close(Duration grace) {
    Future<Void> ended = ended();
    cancelEnd();
    if (grace.isZero()) {
      closeAll();
      completeIfEmpty();
    } else if (!ended.isComplete()) {
      end = loop.after(grace, this::closeAll);
    }
    return ended;
  }

  private void cancelEnd() {
    if (end != null) {
      end.cancel(false);
    }
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
