package io.ostiary.gateway;

import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.Request;

/**
 * The ways that one client's commands can go, and what has gone them. On its event loop.
 *
 * @param kind what connections must be like
 * @param replies those that are due
 * @param lane the shared connection
 * @param pin one of its own
 * @param gathering a transaction that has gone neither way yet
 */
record ClientWays(
    ClientKind kind, ClientReplies replies, ClientLane lane, ClientPin pin, Gathering gathering) {

  /** Why a cluster cannot do a request; null if it can, at the kind's node or by its plan. */
  ErrorReply judge(Request request, BackendRow row) {
    return kind.judge(request, row, pin.boundNode(), isInTransaction());
  }

  /** Finds the server for a request whose primary is known. */
  void turn(Request request, BackendRow row) {
    kind.turn(areShared() && row.mayReadReplica(request));
  }

  boolean isInTransaction() {
    return gathering.isUnderWay() ? gathering.isOpen() : pin.isInTransaction();
  }

  /** Whether nothing keeps a command from a shared connection. */
  boolean areShared() {
    return pin.now() == null && !gathering.isUnderWay();
  }

  /** Gives a pinned connection back that has no state of the client, and owes nothing. */
  void unpinIfFree() {
    if (pin.now() != null && replies.due() == 0 && pin.now().state().isFree()) {
      pin.end();
    }
  }
}
