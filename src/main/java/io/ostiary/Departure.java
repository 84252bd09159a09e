package io.ostiary;

import io.netty.buffer.ByteBuf;
import io.ostiary.client.ClientState;
import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.listen.Connection;

/**
 * The one way out for a client: at once, or once it is answered. However often and from wherever it
 * is asked for, what the client took is given back once. On the client's event loop only.
 */
final class Departure {

  private final Connection connection;
  private final ConnectedClient client;
  private final RequestIntake requests;
  private final Outbox outbox;
  private final Runnable whenGone;

  private boolean peerEnded; // it sends nothing more, and is still owed replies
  private StallWatch stallWatch; // null: not needed yet, which is the rule

  /**
   * The way out of one client.
   *
   * @param whenGone told once, when the client is gone; gives back what was taken elsewhere
   */
  Departure(
      Connection connection,
      ConnectedClient client,
      RequestIntake requests,
      Outbox outbox,
      Runnable whenGone) {
    this.connection = connection;
    this.client = client;
    this.requests = requests;
    this.outbox = outbox;
    this.whenGone = whenGone;
  }

  /** Notes that the peer sends nothing more: it need not be waited for when it is answered. */
  void peerEnded() {
    peerEnded = true;
  }

  /** Leaves and closes the connection, whatever the peer has not been sent yet. */
  void now(CloseReason reason) {
    try {
      leave(reason);
    } finally {
      connection.close();
    }
  }

  /** Of a client that is closing: lets its due replies leave, then closes so that it reads them. */
  void onceAnswered() {
    if (client.state() == ClientState.GONE) {
      return;
    }
    requests.close();
    if (!outbox.isEmpty()) {
      if (stallWatch == null) {
        stallWatch = new StallWatch(connection, client, outbox);
      }
      stallWatch.begin();
      connection.reading(true); // Its end may come before the replies do.
      return;
    }
    ByteBuf lastReplies = outbox.takeEncoded();
    leave(client.closeReason());
    if (peerEnded || client.closeReason() == CloseReason.SHUTDOWN) {
      connection.send(lastReplies);
      connection.closeAfterWrites();
    } else {
      connection.lingeringClose(lastReplies);
    }
  }

  /** Leaves, once; the caller sees to the connection. */
  void leave(CloseReason reason) {
    if (!client.move(ClientState.GONE, reason)) {
      return;
    }
    requests.close();
    outbox.close();
    if (stallWatch != null) {
      stallWatch.end();
    }
    whenGone.run();
  }
}
