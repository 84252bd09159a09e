package io.ostiary.listen.epoll;

import io.ostiary.listen.ListenOptions;

/** The connections that one listener has accepted, admitted or refused. On its event loop only. */
final class AcceptedConnections extends EpollConnections {

  private final LingeringRefusals refusals;

  AcceptedConnections(EpollLoop loop, ListenOptions options) {
    super(loop, options);
    this.refusals = new LingeringRefusals(this, options.lingerLimit());
  }

  LingeringRefusals refusals() {
    return refusals;
  }

  @Override
  void closeAll() {
    refusals.closeAll();
    super.closeAll();
  }

  @Override
  boolean isEmpty() {
    return super.isEmpty() && refusals.isEmpty();
  }
}
