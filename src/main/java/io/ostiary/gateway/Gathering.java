package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.Request;

/**
 * The transaction that one client has begun, as long as it may come whole in one read: it then goes
 * over a shared connection in one piece, and else over one of the client's own. On its event loop.
 */
final class Gathering {

  private static final Request DISCARD = Request.of("DISCARD");

  private final ConnectedClient client;
  private final ClientKind kind;
  private final ClientReplies replies;
  private final ClientLane lane;
  private final ClientPin pin;
  private Transaction gathered; // null: there is none

  Gathering(
      ConnectedClient client,
      ClientKind kind,
      ClientReplies replies,
      ClientLane lane,
      ClientPin pin) {
    this.client = client;
    this.kind = kind;
    this.replies = replies;
    this.lane = lane;
    this.pin = pin;
  }

  /** Whether there is one. */
  boolean isUnderWay() {
    return gathered != null;
  }

  /** Whether there is one, and commands that come are queued in it. */
  boolean isOpen() {
    return gathered != null && !gathered.isWhole();
  }

  /** Whether this command can be gathered, too. */
  boolean takes(BackendRow row) {
    return gathered != null && gathered.takes(row);
  }

  void begin() {
    gathered = new Transaction();
  }

  /** Adds a request; with its last, the transaction is sent as soon as that may be. */
  void add(ByteBuf request, BackendRow row, boolean unwanted) {
    gathered.add(request, row, replies.owed(unwanted));
    if (row.treatment() == Treatment.EXEC || row.treatment() == Treatment.DISCARD) {
      gathered.ended();
      send();
    }
  }

  /** It is whole: it goes in one piece, and nothing of others comes between. */
  private void send() {
    kind.placeTransaction();
    UpstreamConnection connection = lane.current();
    if (!connection.kind().node().equals(kind.node())) {
      if (isBehindOthers()) {
        return; // It goes to its node when what was before it is answered.
      }
      connection = lane.turn();
    }
    if (connection.isDown()) {
      drop(connection.server().unreachable());
      return;
    }
    pin.giveUpWait();
    taken().forEachChained(connection::send);
  }

  /** Whether replies are due to requests before it. */
  private boolean isBehindOthers() {
    return replies.due() > gathered.size();
  }

  /**
   * Goes on with it, when a turn is over or replies have come.
   *
   * @param isWaitedFor whether a request behind it waits, which it cannot take
   * @return whether it needs a connection of its own now
   */
  boolean advance(boolean isWaitedFor) {
    if (pin.isAwaited() || isBehindOthers()) {
      return false;
    }
    if (gathered.isWhole()) {
      send();
      return false;
    }
    if (kind.awaitsKey() && !isWaitedFor) {
      // Which node it is for is known with its first key.
      gathered.answerEarly(replies.muted(), replies::answerEarly);
      return false;
    }
    kind.placeTransaction();
    return true;
  }

  /** It goes on over a connection of the client's own. */
  void moveTo(Pin own) {
    if (gathered != null) {
      taken().forEach(own::send);
    }
  }

  /** It cannot be sent. */
  void drop(ErrorReply why) {
    if (gathered == null) {
      return;
    }
    Transaction dropped = taken();
    dropped.forEach((request, row, target) -> target.failed(why, false));
    if (!dropped.isWhole()) {
      // Else what was to be queued would run by itself.
      client.close(CloseReason.UPSTREAM_LOST);
    }
  }

  /** The client wants none of it any more; what it is owed still comes. */
  void reset() {
    if (gathered != null) {
      pin.giveUpWait();
      gathered.add(Wire.copy(DISCARD), BackendRow.unknown(DISCARD), replies.owed(true));
      taken().forEachChained(lane.current()::send);
    }
  }

  private Transaction taken() {
    Transaction all = gathered;
    gathered = null;
    return all;
  }

  /** The client has left. */
  void left() {
    gathered = null;
  }
}
