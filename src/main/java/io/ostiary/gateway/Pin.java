package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.ostiary.resp.ErrorReply;

/**
 * A connection of one client's own, and the state of the client that is there. The state is
 * followed by what is sent, in order; where a reply then says otherwise, the connection is made
 * clean before another client has it. On the client's event loop.
 */
final class Pin implements ReplyTarget {

  private static final ErrorReply LEFT = new ErrorReply("ERR the client has left");

  private static final int WAITS = InFlight.BLOCKING | InFlight.FOR_PRESENT_CLIENT;

  private final ClientRoute route;
  private UpstreamConnection connection; // null: not had yet
  private PinReason reason = PinReason.NONE; // the newest
  private Subscriptions subscriptions; // null: none so far
  private boolean inTransaction;
  private boolean watches;
  private boolean tracks;
  private boolean monitors;
  private boolean replicates;
  private boolean streams; // what comes is not made of replies any more
  private boolean dirty; // perhaps not in the state that was followed
  private int selected = -1; // within the transaction; negative: nothing

  Pin(ClientRoute route) {
    this.route = route;
  }

  void begin(UpstreamConnection taken) {
    connection = taken;
    route.client().upstream(reason.state());
    connection.stats().pinned(reason, 1);
  }

  UpstreamConnection connection() {
    return connection;
  }

  long clientId() {
    return route.client().id();
  }

  /** Why the client needs it now. */
  PinReason reason() {
    return reason;
  }

  // Requests

  /** Whether a request can be sent now; the first that gets messages comes when nothing is due. */
  boolean mayTake(BackendRow row, int due) {
    boolean becomesSubscriber = subscriptions == null && !inTransaction && getsMessages(row);
    return due == 0 || !(becomesSubscriber || row.treatment() == Treatment.STREAM);
  }

  private static boolean getsMessages(BackendRow row) {
    return switch (row.treatment()) {
      case SUBSCRIBE, UNSUBSCRIBE, MONITOR -> true;
      default -> false;
    };
  }

  /** Has the connection be as its client is. */
  void follow() {
    if (!inTransaction && !streams) {
      connection.become(route.loop().kind(route));
    }
  }

  /** Sends a request; the bytes stay the caller's. */
  void send(ByteBuf request, BackendRow row, ReplyTarget target) {
    if (inTransaction) {
      sendQueued(request, row, target);
      return;
    }
    connection.become(route.loop().kind(route));
    because(PinReason.of(row.treatment()));
    switch (row.treatment()) {
      case MULTI -> {
        inTransaction = true;
        control(request, target);
      }
      case WATCH -> {
        boolean before = watches;
        watches = true;
        control(request, target, () -> watches = before);
      }
      case UNWATCH -> {
        watches = false;
        control(request, target);
      }
      case SUBSCRIBE, UNSUBSCRIBE -> {
        subscribe();
        ReplyTarget heard = target instanceof MutedTarget muted ? muted.asPushes() : target;
        connection.send(request, new Confirmations(heard, subscriptions, request), 0);
      }
      case MONITOR -> {
        monitors = true;
        subscribe();
        connection.send(request, target, 0);
      }
      case TRACKING -> {
        boolean before = tracks;
        tracks = Wire.isTracking(request).orElse(before);
        dirty = true;
        control(request, target, () -> tracks = before);
      }
      case REPLICATION -> {
        replicates = true;
        connection.send(request, target, 0);
      }
      case WAIT -> {
        // It waits for what this connection has seen last: that is to be all that was written.
        connection.send(Wire.request("PING"), IgnoredReplies.OWN, 0);
        connection.send(request, target, WAITS);
      }
      case BLOCKING, BLOCKING_IF_TOLD -> connection.send(request, target, WAITS);
      case ALONE -> {
        dirty = true;
        connection.send(request, target, InFlight.BLOCKING);
      }
      default -> connection.send(request, target, row.retryFlag());
    }
  }

  /** Whether a request has no reply, since what comes is not made of replies. */
  boolean isStream(BackendRow row) {
    return streams || (row.treatment() == Treatment.STREAM && !inTransaction);
  }

  /** Sends a request that has no reply; the bytes stay the caller's. */
  void stream(ByteBuf request) {
    streams = true;
    replicates = true;
    because(PinReason.REPLICATION);
    connection.stream(request);
  }

  private void because(PinReason why) {
    if (why != PinReason.NONE && why != reason) {
      connection.stats().pinned(reason, -1);
      connection.stats().pinned(why, 1);
      reason = why;
      route.client().upstream(why.state());
    }
  }

  private void control(ByteBuf request, ReplyTarget target) {
    connection.send(request, new ControlTarget(target, () -> dirty = true), InFlight.BOUND);
  }

  /** The same for a command that changes nothing there when it is refused. */
  private void control(ByteBuf request, ReplyTarget target, Runnable whenRefused) {
    ReplyTarget undoes =
        new ControlTarget(
            target,
            () -> {
              dirty = true;
              whenRefused.run();
            });
    connection.send(request, undoes, InFlight.BOUND);
  }

  private void sendQueued(ByteBuf request, BackendRow row, ReplyTarget target) {
    switch (row.treatment()) {
      case EXEC, DISCARD -> {
        control(request, target);
        endTransaction();
      }
      default -> {
        if (row.name().equals("select")) {
          select(Wire.database(request));
        }
        dirty |= row.changesConnection() || row.treatment().changesConnection();
        connection.send(request, target, InFlight.BOUND);
      }
    }
  }

  private void select(int database) {
    if (database < route.loop().gateway().backend().databases()) {
      selected = database < 0 ? selected : database;
    }
  }

  /** Whether a request ends a transaction that selects a database: only its reply tells if so. */
  boolean selectsBy(BackendRow row) {
    return inTransaction && selected >= 0 && row.treatment() == Treatment.EXEC;
  }

  /**
   * Sends the EXEC of a transaction that selects a database.
   *
   * @param whenAnswered runs when it is known which one the client is in: nothing is sent before
   */
  void select(ByteBuf exec, ReplyTarget target, Runnable whenAnswered) {
    int database = selected;
    ReplyTarget ends = new ControlTarget(target, () -> dirty = true);
    Runnable whenDone =
        () -> {
          route.client().select(database);
          connection.isInDatabase(database);
        };
    connection.send(exec, new SelectTarget(ends, whenDone, whenAnswered), InFlight.BOUND);
    endTransaction();
  }

  private void endTransaction() {
    inTransaction = false;
    watches = false;
    selected = -1;
  }

  private void subscribe() {
    if (subscriptions == null) {
      subscriptions = new Subscriptions();
      connection.readsFrames(subscriptions);
    }
    subscriptions.monitors(monitors);
  }

  /** Whether commands that are answered here go there for now. */
  boolean takesAll() {
    boolean subscribed = subscriptions != null && !subscriptions.isEmpty();
    return inTransaction || streams || (subscribed && route.client().respVersion() == 2);
  }

  boolean isInTransaction() {
    return inTransaction;
  }

  /** Whether it is at the server that the client's next request is for. */
  boolean suits(ClientRoute asking) {
    return connection.kind().node().equals(asking.node());
  }

  // The end

  /** Whether no state of the client is left there; replies may be due. */
  boolean isFree() {
    boolean subscribed = subscriptions != null && !subscriptions.isEmpty();
    return !inTransaction && !watches && !tracks && !monitors && !replicates && !subscribed;
  }

  /** The client wants none of its state any more; what it is owed still comes. */
  void reset() {
    dirty = true;
    inTransaction = false;
    watches = false;
    tracks = false;
    monitors = false;
    subscriptions = subscriptions == null ? null : new Subscriptions();
  }

  /** Nothing is due, and no state is left. */
  void end() {
    connection.stats().pinned(reason, -1);
    connection.reading(true);
    // Else the end of the connection, which may be what this is a part of, would end it twice.
    connection.pushesTo(IgnoredReplies.PUSHES);
    if (subscriptions != null) {
      // Messages may still be on their way.
      connection.close(LEFT);
    } else {
      route.loop().pinned().giveBack(connection, dirty);
    }
  }

  /** The client has left. */
  void left(int due) {
    connection.stats().pinned(reason, -1);
    connection.reading(true);
    connection.pushesTo(IgnoredReplies.PUSHES);
    if (due == 0 && subscriptions == null && !replicates) {
      route.loop().pinned().giveBack(connection, dirty || !isFree());
    } else {
      // The server behind then forgets what it waited for.
      connection.close(LEFT);
    }
  }

  // What comes without being asked for

  @Override
  public void replied(ByteBuf bytes, int from, int to, int ended, boolean whole) {
    route.pushed(bytes, from, to, whole);
    keepPace();
  }

  /** Reads no faster than the client does. */
  void keepPace() {
    if (!route.client().link().isWritableOr(() -> connection.reading(true))) {
      connection.reading(false);
    }
  }

  /** The connection is gone. */
  @Override
  public void failed(ErrorReply why, boolean begun) {
    connection.stats().pinned(reason, -1);
    route.pinLost(!isFree());
  }

  /** Whether it gets messages. */
  boolean isSubscriber() {
    return subscriptions != null;
  }
}
