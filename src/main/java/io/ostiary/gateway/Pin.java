package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.ostiary.client.ConnectedClient;
import io.ostiary.resp.ErrorReply;
import java.util.function.Consumer;

/**
 * A connection of one client's own, and the state of the client that is there. Where a reply says
 * otherwise than the state that was followed, the connection is made clean before another client
 * has it. On the client's event loop.
 */
final class Pin implements ReplyTarget {

  private static final ErrorReply LEFT = new ErrorReply("ERR the client has left");

  private static final int WAITS = InFlight.BLOCKING | InFlight.FOR_PRESENT_CLIENT;

  private final ConnectedClient client;
  private final GatewayLoop loop;
  private final ClientKind kind;
  private final ClientReplies replies;
  private final Consumer<Boolean> whenLost;
  private final PinState state = new PinState();
  private UpstreamConnection connection; // null: not had yet
  private PinReason reason = PinReason.NONE; // the newest

  /**
   * For this client.
   *
   * @param kind what the connection is to be like for the client's next request
   * @param replies get messages that come without being asked for
   * @param whenLost told whether state of the client is lost with the connection
   */
  Pin(
      ConnectedClient client,
      GatewayLoop loop,
      ClientKind kind,
      ClientReplies replies,
      Consumer<Boolean> whenLost) {
    this.client = client;
    this.loop = loop;
    this.kind = kind;
    this.replies = replies;
    this.whenLost = whenLost;
  }

  void begin(UpstreamConnection taken) {
    connection = taken;
    client.upstream(reason.state());
    stats().pinned(reason, 1);
  }

  UpstreamConnection connection() {
    return connection;
  }

  /** What of the client is there. */
  PinState state() {
    return state;
  }

  private GatewayStats stats() {
    return loop.gateway().stats();
  }

  long clientId() {
    return client.id();
  }

  /** Why the client needs it now. */
  PinReason reason() {
    return reason;
  }

  private void because(PinReason why) {
    if (why != PinReason.NONE && why != reason) {
      stats().pinned(reason, -1);
      stats().pinned(why, 1);
      reason = why;
      client.upstream(why.state());
    }
  }

  // Requests

  /** Has the connection be as its client is. */
  void follow() {
    if (!state.transaction().isOpen() && !state.isStream()) {
      becomeKind();
    }
  }

  /** By what goes before the next request; its server stays. */
  private void becomeKind() {
    UpstreamKind before = connection.kind();
    UpstreamKind wanted = kind.now();
    if (wanted.respVersion() != before.respVersion()) {
      String version = Integer.toString(wanted.respVersion());
      connection.send(Wire.request("HELLO", version), IgnoredReplies.OWN, 0);
    }
    if (wanted.database() != before.database()) {
      String database = Integer.toString(wanted.database());
      connection.send(Wire.request("SELECT", database), IgnoredReplies.OWN, 0);
    }
    if (!wanted.identity().equals(before.identity())) {
      // Its login was right elsewhere a moment ago.
      connection.send(Setup.login(wanted.identity()), IgnoredReplies.OWN, 0);
    }
    connection.becomes(wanted.at(before.node()));
  }

  /** Sends a request; the bytes stay the caller's. */
  void send(ByteBuf request, BackendRow row, ReplyTarget target) {
    if (state.transaction().isOpen()) {
      sendQueued(request, row, target);
      return;
    }
    becomeKind();
    because(PinReason.of(row.treatment()));
    switch (row.treatment()) {
      case MULTI -> {
        int begun = state.transaction().begin();
        control(request, target, () -> state.transaction().isRefused(begun));
      }
      case WATCH -> {
        boolean before = state.watches();
        state.watches(true);
        control(request, target, () -> state.watches(before));
      }
      case UNWATCH -> {
        state.watches(false);
        control(request, target);
      }
      case SUBSCRIBE, UNSUBSCRIBE -> {
        subscribe();
        ReplyTarget heard = target instanceof MutedTarget muted ? muted.asPushes() : target;
        connection.send(request, new Confirmations(heard, state.subscriptions(), request), 0);
      }
      case MONITOR -> {
        state.monitors();
        subscribe();
        connection.send(request, target, 0);
      }
      case TRACKING -> {
        boolean before = state.tracks();
        state.tracks(Wire.isTracking(request).orElse(before));
        state.soil();
        control(request, target, () -> state.tracks(before));
      }
      case REPLICATION -> {
        state.replicates();
        connection.send(request, target, 0);
      }
      case WAIT -> {
        // It waits for what this connection has seen last: that is to be all that was written.
        connection.send(Wire.request("PING"), IgnoredReplies.OWN, 0);
        connection.send(request, target, WAITS);
      }
      case BLOCKING, BLOCKING_IF_TOLD -> connection.send(request, target, WAITS);
      case ALONE -> {
        state.soil();
        connection.send(request, target, InFlight.BLOCKING);
      }
      default -> connection.send(request, target, row.retryFlag());
    }
  }

  private void sendQueued(ByteBuf request, BackendRow row, ReplyTarget target) {
    switch (row.treatment()) {
      case EXEC, DISCARD -> {
        control(request, target);
        state.endTransaction();
      }
      default -> {
        state.transaction().queued(request, row, loop.gateway().backend().databases());
        if (row.changesConnection() || row.treatment().changesConnection()) {
          state.soil();
        }
        connection.send(request, target, InFlight.BOUND);
      }
    }
  }

  /**
   * Sends the EXEC of a transaction that selects a database.
   *
   * @param whenAnswered runs when it is known which one the client is in: nothing is sent before
   */
  void select(ByteBuf exec, ReplyTarget target, Runnable whenAnswered) {
    int database = state.transaction().selected();
    ReplyTarget ends = new ControlTarget(target, state::soil);
    Runnable whenDone =
        () -> {
          client.select(database);
          connection.becomes(connection.kind().inDatabase(database));
        };
    connection.send(exec, new SelectTarget(ends, whenDone, whenAnswered), InFlight.BOUND);
    state.endTransaction();
  }

  /** Sends a request that has no reply; the bytes stay the caller's. */
  void stream(ByteBuf request) {
    state.streams();
    because(PinReason.REPLICATION);
    connection.stream(request);
  }

  private void control(ByteBuf request, ReplyTarget target) {
    connection.send(request, new ControlTarget(target, state::soil), InFlight.BOUND);
  }

  /** The same for a command that changes nothing there when it is refused. */
  private void control(ByteBuf request, ReplyTarget target, Runnable whenRefused) {
    ReplyTarget undoes =
        new ControlTarget(
            target,
            () -> {
              state.soil();
              whenRefused.run();
            });
    connection.send(request, undoes, InFlight.BOUND);
  }

  private void subscribe() {
    if (!state.isSubscriber()) {
      connection.exchange().readsFrames(state.subscribes());
    }
    state.subscriptions().monitors(state.isMonitor());
  }

  // The end

  /** Nothing is due, and no state is left. */
  void end() {
    letGo();
    if (state.isSubscriber() || state.isSpent()) {
      // Messages may still be on their way, or what ends a wait.
      connection.close(LEFT);
    } else {
      loop.pinned().giveBack(connection, state.isDirty());
    }
  }

  /** The client has left. */
  void left(int due) {
    letGo();
    if (due == 0 && !state.isSubscriber() && !state.isReplica()) {
      loop.pinned().giveBack(connection, state.isDirty() || !state.isFree());
    } else {
      // The server behind then forgets what it waited for.
      connection.close(LEFT);
    }
  }

  private void letGo() {
    stats().pinned(reason, -1);
    connection.reading(true);
    // Else the end of the connection, which may be what this is a part of, would end it twice.
    connection.pushesTo(IgnoredReplies.PUSHES);
  }

  // What comes without being asked for

  @Override
  public void replied(ByteBuf bytes, int from, int to, int ended, boolean whole) {
    replies.pushed(bytes, from, to, whole);
    keepPace();
  }

  /** Reads no faster than the client does. */
  void keepPace() {
    if (!client.link().isWritableOr(() -> connection.reading(true))) {
      connection.reading(false);
    }
  }

  /** The connection is gone. */
  @Override
  public void failed(ErrorReply why, boolean begun) {
    stats().pinned(reason, -1);
    whenLost.accept(!state.isFree());
  }
}
