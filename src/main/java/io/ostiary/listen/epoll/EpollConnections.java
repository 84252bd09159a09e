package io.ostiary.listen.epoll;

import io.netty.util.concurrent.ScheduledFuture;
import io.ostiary.listen.ConnectionList;
import io.ostiary.listen.ListenOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;

/** The connections that one listener has accepted, admitted or refused. On its event loop only. */
final class EpollConnections {

  private final EpollLoop loop;
  private final ListenOptions options;
  private final LingeringRefusals refusals;
  private final ConnectionList<EpollConnection> open = new ConnectionList<>();
  private Promise<Void> allClosed; // null: not closing

  EpollConnections(EpollLoop loop, ListenOptions options) {
    this.loop = loop;
    this.options = options;
    this.refusals = new LingeringRefusals(this, options.lingerLimit());
  }

  EpollLoop loop() {
    return loop;
  }

  ListenOptions options() {
    return options;
  }

  LingeringRefusals refusals() {
    return refusals;
  }

  void opened(EpollConnection connection) {
    open.add(connection);
  }

  void closed(EpollConnection connection) {
    open.remove(connection);
    completeIfEmpty();
  }

  /**
   * Closes those that are still open after {@code grace}; done when none is. A second call closes
   * them at once.
   */
  Future<Void> close(Duration grace) {
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

  private void closeAll() {
    refusals.closeAll();
    open.forEach(EpollConnection::close);
  }

  /** Called when a connection is gone. */
  void completeIfEmpty() {
    if (allClosed != null && open.size() == 0 && refusals.isEmpty()) {
      allClosed.tryComplete();
    }
  }
}
