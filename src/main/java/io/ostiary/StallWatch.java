package io.ostiary;

import io.ostiary.client.ClientState;
import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.listen.Connection;
import io.ostiary.listen.StallTimer;

/** Closes a closing client that takes none of the replies it is due. On its event loop only. */
final class StallWatch {

  private final ConnectedClient client;
  private final Outbox outbox;
  private final StallTimer timer;

  StallWatch(Connection connection, ConnectedClient client, Outbox outbox) {
    this.client = client;
    this.outbox = outbox;
    this.timer = new StallTimer(connection, this::isForThePeerToTake);
  }

  /** Watches from now on, if there is something that the peer could take. */
  void begin() {
    if (isForThePeerToTake()) {
      timer.begin();
    }
  }

  void end() {
    timer.end();
  }

  /** Not of a client that leaves for a shutdown: that has a time of its own. */
  private boolean isForThePeerToTake() {
    return client.state() == ClientState.CLOSING
        && client.closeReason() != CloseReason.SHUTDOWN
        && !outbox.isOwed();
  }
}
