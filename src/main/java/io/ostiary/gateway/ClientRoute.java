package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.ostiary.client.ClientKey;
import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.client.ReplyMode;
import io.ostiary.client.UpstreamState;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.vertx.core.Future;

/**
 * Which way one client's commands go: over a shared connection, or over a pinned one while its
 * state needs that. On the client's event loop only.
 */
final class ClientRoute {

  static final ClientKey<ClientRoute> KEY = ClientKey.of("route");

  /** With too few arguments, which no server queues. */
  private static final Request REFUSED = Request.of("EXISTS");

  private final ConnectedClient client;
  private final GatewayLoop loop;
  private final ClientKind kind;
  private final ClientReplies replies;
  private final ClientLane lane;
  private final ClientPin pin;
  private final Gathering gathering;
  private final ClientWays ways;
  private final WaitingRequest waiting;
  private boolean left;
  private boolean queuedWrite; // of the transaction that is under way, or was last

  ClientRoute(ConnectedClient client, GatewayLoop loop) {
    this.client = client;
    this.loop = loop;
    this.kind = new ClientKind(client, loop);
    this.replies = new ClientReplies(client, loop, this);
    this.lane = new ClientLane(loop, kind, replies);
    this.pin = new ClientPin(client, loop, kind, replies, this::advance);
    this.gathering = new Gathering(client, kind, replies, lane, pin);
    this.ways = new ClientWays(kind, replies, lane, pin, gathering);
    this.waiting = new WaitingRequest(client, loop, ways, this);
    client.upstream(UpstreamState.SHARED);
  }

  GatewayLoop loop() {
    return loop;
  }

  /** What its connections are like. */
  ClientKind kind() {
    return kind;
  }

  /** What the server behind calls the client of its pinned connection; 0 for none. Any thread. */
  long backendId() {
    return pin.backendId();
  }

  // A request

  /**
   * Sends a request on its way.
   *
   * @param known what the server behind says of the command; null where it knows none
   */
  Reply forward(Request request, BackendRow known) {
    BackendRow row = known == null ? BackendRow.unknown(request) : known;
    client.activity().named(row.fullName());
    noteQueued(request, row);
    if (!loop.isBackendKnown()) {
      return waiting.keep(request, row, null);
    }
    if (loop.gateway().cluster() != null) {
      return forwardToCluster(request, row);
    }
    turn(request, row);
    return forwardTo(request, row);
  }

  private void noteQueued(Request request, BackendRow row) {
    if (ways.isInTransaction()) {
      queuedWrite |= row.mayWrite(request);
    } else {
      queuedWrite = false;
    }
  }

  /** Whether the transaction that is under way may change data. */
  boolean hasQueuedWrite() {
    return queuedWrite && ways.isInTransaction();
  }

  private Reply forwardToCluster(Request request, BackendRow row) {
    ErrorReply refusal = ways.judge(request, row);
    if (refusal != null && ways.isInTransaction()) {
      Request refused = ClusterErrors.REFUSED_EVERYWHERE;
      return forwardTo(refused, loop.gateway().backend().row(refused));
    }
    if (refusal != null) {
      return refusal;
    }
    turn(request, row);
    return kind.plan() == null ? forwardTo(request, row) : waiting.keep(request, row, kind.plan());
  }

  private void turn(Request request, BackendRow row) {
    if (loop.gateway().replicas().areWanted()) {
      ways.turn(request, row);
    }
  }

  /**
   * Has the server behind refuse the transaction that is open, for a command that is refused here.
   *
   * @return the refusal, in its place among the replies
   */
  Reply spoilTransaction(Reply refusal) {
    ReplyMode wanted = client.replyMode();
    client.replyMode(ReplyMode.OFF); // The client does not know of this request.
    Reply sent;
    try {
      sent = forwardTo(REFUSED, loop.gateway().backend().row(REFUSED));
    } finally {
      client.replyMode(wanted);
    }
    return sent instanceof Reply.Later later ? Reply.hold(later.reply().map(refusal)) : refusal;
  }

  private Reply forwardTo(Request request, BackendRow row) {
    if (ways.areShared()) {
      Treatment treatment = row.treatment().of(request);
      if (!treatment.needsPin()) {
        return share(request, row, treatment);
      }
    }
    return forwardInState(request, row);
  }

  private Reply share(Request request, BackendRow row, Treatment treatment) {
    // The value of a write comes last.
    boolean slow = lane.isSlow(treatment, request.length(request.count() - 1));
    UpstreamConnection connection = lane.next(slow);
    if (connection == null || connection.isFull()) {
      return waiting.keep(request, row, null);
    }
    if (connection.isDown()) {
      return connection.server().unreachable();
    }
    if (treatment == Treatment.MULTI) {
      gathering.begin();
      loop.turnEnd().ask(this);
      return gather(request, row);
    }
    connection.send(request, replies.owed(replies.isNextUnwanted()), row.retryFlag());
    return Reply.FORWARDED;
  }

  private Reply gather(Request request, BackendRow row) {
    gathering.add(Wire.copy(request), row, replies.isNextUnwanted());
    if (gathering.isOpen() && kind.isBeforeCluster()) {
      loop.turnEnd().ask(this); // The turn in which it began may be over.
    }
    return Reply.FORWARDED;
  }

  private Reply forwardInState(Request request, BackendRow row) {
    if (!waiting.isThere() && gathering.takes(row)) {
      return gather(request, row);
    }
    Reply sent = pin.now() == null ? null : pin.send(request, row);
    return sent == null ? waiting.keep(request, row, null) : sent;
  }

  /**
   * Asks something for the client, behind what is due to it. The answer is not passed on.
   *
   * @param request on the heap
   */
  Future<Reply> ask(ByteBuf request) {
    kind.turn(false);
    UpstreamConnection asked =
        pin.now() == null ? lane.behindDue() : loop.shared(kind, false, null);
    if (asked.isDown()) {
      return Future.failedFuture(new UpstreamException(asked.server().unreachable()));
    }
    Captured captured = new Captured();
    asked.send(request, captured, InFlight.READ_ONLY);
    return captured.reply();
  }

  // What happens meanwhile

  /** Replies have come, or parts of them. */
  void answered() {
    pin.keepPace();
    if (gathering.isUnderWay()) {
      waiting.advanceGathered();
    }
    if (replies.due() == 0) {
      advance();
      unpinIfFree();
    }
  }

  private void advance() {
    if (!left) {
      waiting.advance();
    }
  }

  private void unpinIfFree() {
    if (!waiting.isThere()) {
      ways.unpinIfFree();
    }
  }

  /** It changes its protocol or its database: a connection of its own follows, before messages. */
  void changesKind() {
    if (pin.now() != null) {
      loop.turnEnd().ask(this);
    }
  }

  /** What was read is served: a transaction that is not whole by now needs a connection. */
  void turnIsOver() {
    if (left) {
      return;
    }
    if (gathering.isUnderWay()) {
      waiting.advanceGathered();
    }
    if (pin.now() != null) {
      pin.now().follow();
    }
  }

  // What is answered here at other times

  /** Whether commands that are answered here go to the server behind for now. */
  boolean takesAll() {
    return gathering.isUnderWay() || pin.takesAll();
  }

  boolean isInTransaction() {
    return ways.isInTransaction();
  }

  /** Whether it has subscribed over a connection of its own. */
  boolean isSubscriber() {
    return pin.now() != null && pin.now().state().isSubscriber();
  }

  // The end

  /** Whether a request is not answered yet. */
  boolean isOwed() {
    return replies.due() > 0 || waiting.isThere();
  }

  /** The client sends nothing more: what it waits for without end is ended. */
  void inputEnded() {
    new Unblocking(loop, pin, () -> !left, () -> client.close(CloseReason.PEER_CLOSED)).begin();
  }

  /** Gives up all state at the server behind. */
  void reset() {
    gathering.reset();
    kind.loggedOut();
    if (pin.now() != null) {
      pin.now().state().reset();
      unpinIfFree();
    }
  }

  /** The client has left. */
  void left() {
    left = true;
    waiting.left();
    gathering.left();
    replies.left();
    pin.left();
  }
}
