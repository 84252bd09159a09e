package io.ostiary.gateway;

import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.client.UpstreamState;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.function.Consumer;

/**
 * Whether one client has an upstream connection of its own, and what goes over that. On the
 * client's event loop, except for {@link #backendId}.
 */
final class ClientPin {

  private final ConnectedClient client;
  private final GatewayLoop loop;
  private final ClientKind kind;
  private final ClientReplies replies;
  private final Runnable whenGone;
  private Pin pin; // null: its connection is shared
  private Runnable wait; // gives up waiting for a pinned connection; null: it does not wait
  private volatile UpstreamConnection connection; // the same as the pin's, for other threads

  /**
   * Has none yet.
   *
   * @param whenGone runs when a connection without state of the client is lost
   */
  ClientPin(
      ConnectedClient client,
      GatewayLoop loop,
      ClientKind kind,
      ClientReplies replies,
      Runnable whenGone) {
    this.client = client;
    this.loop = loop;
    this.kind = kind;
    this.replies = replies;
    this.whenGone = whenGone;
  }

  /** The connection and the state there; null if it has none. */
  Pin now() {
    return pin;
  }

  /** What the server behind calls the client of the connection; 0 for none. Any thread. */
  long backendId() {
    UpstreamConnection own = connection;
    return own == null ? 0 : own.link().backendId();
  }

  /** The node where the client has state; null for none. */
  Node boundNode() {
    return pin == null || pin.state().isFree() ? null : pin.connection().kind().node();
  }

  boolean isInTransaction() {
    return pin != null && pin.state().transaction().isOpen();
  }

  /** Whether commands that are answered here go there for now. */
  boolean takesAll() {
    return pin != null && pin.state().takesAll(client.respVersion());
  }

  /** Whether the client waits there for something that may never happen. */
  boolean isBlocked() {
    return pin != null && pin.connection().exchange().isWaitedOn();
  }

  // Taking one

  /** Whether the client waits for one. */
  boolean isAwaited() {
    return wait != null;
  }

  /**
   * Takes a connection, or waits for one.
   *
   * @param told whether there is one now; maybe before this returns
   */
  void take(Consumer<Boolean> told) {
    Pin wanted = new Pin(client, loop, kind, replies, this::lost);
    UpstreamConnection free = loop.pinned().take(kind.now(), wanted);
    if (free == null) {
      wait =
          loop.pinned()
              .await(
                  kind.now(),
                  wanted,
                  taken -> {
                    wait = null;
                    told.accept(taken != null && begin(wanted, taken));
                  });
    } else {
      told.accept(begin(wanted, free));
    }
  }

  private boolean begin(Pin wanted, UpstreamConnection taken) {
    pin = wanted;
    connection = taken;
    pin.begin(taken);
    return true;
  }

  void giveUpWait() {
    if (wait != null) {
      wait.run();
      wait = null;
    }
  }

  // Requests

  /** Whether it is at the server that the next request is for, and of a user that it can be of. */
  boolean suits() {
    UpstreamKind own = pin.connection().kind();
    return own.node().equals(kind.node()) && kind.mayFollow(own.identity());
  }

  /** Whether a request can be sent now; else it can when nothing is due, or there is room. */
  boolean mayTake(BackendRow row) {
    return pin.state().mayTake(row, replies.due());
  }

  /** Sends a request; null if it has to wait. */
  Reply send(Request request, BackendRow row) {
    if (!suits() || selectsBy(row) || !mayTake(row) || pin.connection().isFull()) {
      return null;
    }
    if (pin.state().isStreamed(row)) {
      pin.stream(Wire.copy(request));
      return Reply.NONE;
    }
    pin.send(Wire.copy(request), row, replies.owed(replies.isNextUnwanted()));
    return Reply.FORWARDED;
  }

  /** Sends a request that has waited. */
  void send(Outgoing outgoing) {
    if (pin.state().isStreamed(outgoing.row())) {
      pin.stream(outgoing.request());
      outgoing.reply().complete(Reply.NONE);
      return;
    }
    ReplyTarget target = replies.owed(outgoing.muted());
    if (selectsBy(outgoing.row())) {
      // Held until it is answered: where the client's next requests go depends on that.
      pin.select(outgoing.request(), target, outgoing::sent);
    } else {
      pin.send(outgoing.request(), outgoing.row(), target);
      outgoing.sent();
    }
  }

  private boolean selectsBy(BackendRow row) {
    return pin.state().transaction().selectsBy(row);
  }

  /** Reads no faster than the client does. */
  void keepPace() {
    if (pin != null) {
      pin.keepPace();
    }
  }

  // The end

  /** Gives the connection back; nothing is due, and no state is left there. */
  void end() {
    Pin ended = pin;
    forget();
    client.upstream(UpstreamState.SHARED);
    ended.end();
  }

  private void forget() {
    pin = null;
    connection = null;
  }

  private void lost(boolean withState) {
    client.upstream(UpstreamState.SHARED);
    forget();
    if (withState) {
      client.close(CloseReason.UPSTREAM_LOST);
    } else {
      whenGone.run();
    }
  }

  /** The client has left. */
  void left() {
    giveUpWait();
    if (pin != null) {
      Pin ended = pin;
      forget();
      ended.left(replies.due());
    }
  }
}
