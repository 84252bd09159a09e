package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ostiary.client.ClientKey;
import io.ostiary.client.ClientLink;
import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.client.ReplyMode;
import io.ostiary.client.UpstreamState;
import io.ostiary.command.Command;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.Reply;
import io.ostiary.resp.ReplyEncoder;
import io.ostiary.resp.Request;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Which way one client's commands go: over a shared connection, or over a pinned one while its
 * state needs that. They take effect in its order, so it changes from one connection to another
 * only when the one before owes it nothing. On the client's event loop only.
 */
final class ClientRoute implements ReplyTarget {

  static final ClientKey<ClientRoute> KEY = ClientKey.of("route");

  /** From this size on, a request or a reply takes the second lane. */
  private static final int LARGE_BYTES = 64 * 1024;

  /** How long a client's commands take it after that. */
  private static final long LARGE_MILLIS = 1_000;

  private final ConnectedClient client;
  private final ClientLink link;
  private final GatewayLoop loop;
  private UpstreamConnection current; // where its last request went; null: nowhere yet
  private int due; // replies, those that it does not want and those of a transaction included
  private Outgoing waiting; // null: none; no request comes behind it meanwhile
  private boolean isEarly; // it came before the commands of the server behind were known
  private Pin pin; // null: its connection is shared
  private Runnable pinWait; // gives up waiting for a pinned connection; null: it does not wait
  private Transaction gathered; // null: none is being gathered
  private MutedTarget muted; // null: none of its replies was unwanted
  private volatile UpstreamConnection pinned; // the same as the pin's, for other threads
  private Identity identity;
  private boolean left;
  private long largeUntilMillis; // its replies are likely to be large until then
  private int largeBytes; // of the reply that has come in part
  private ClusterPlace place; // null: it was not before a cluster yet
  private ReplyOrder order; // null: no reply comes another way than the others

  ClientRoute(ConnectedClient client, GatewayLoop loop) {
    this.client = client;
    this.link = client.link();
    this.loop = loop;
    this.identity = loop.clientIdentity();
    client.upstream(UpstreamState.SHARED);
  }

  ConnectedClient client() {
    return client;
  }

  /** What the server behind calls the client of its pinned connection; 0 for none. Any thread. */
  long backendId() {
    UpstreamConnection own = pinned;
    return own == null ? 0 : own.backendId();
  }

  /** Whom the server behind takes it for. */
  Identity identity() {
    return identity;
  }

  GatewayLoop loop() {
    return loop;
  }

  /** The server that its next request is for. */
  Node node() {
    return place == null ? Node.ANY : place.node();
  }

  /** The shared connection for its commands to a node of a cluster. */
  UpstreamConnection connectionAt(Node node, boolean slow) {
    return loop.shared(loop.kind(this).at(node), slow, 0);
  }

  // Requests

  /**
   * Sends a request on its way.
   *
   * @param known what the server behind says of the command; null where it knows none
   */
  Reply forward(Request request, BackendRow known) {
    BackendRow row = known == null ? BackendRow.unknown(request) : known;
    client.activity().named(row.fullName());
    if (!loop.isBackendKnown()) {
      return waitFor(request, row, null);
    }
    return loop.gateway().cluster() == null
        ? forwardTo(request, row)
        : forwardToCluster(request, row);
  }

  private Reply forwardToCluster(Request request, BackendRow row) {
    ErrorReply refusal = judge(request, row);
    if (refusal != null && isInTransaction()) {
      Request refused = ClusterErrors.REFUSED_EVERYWHERE;
      return forwardTo(refused, loop.gateway().backend().row(refused));
    }
    if (refusal != null) {
      return refusal;
    }
    return place.plan() == null ? forwardTo(request, row) : waitFor(request, row, place.plan());
  }

  /** Why a cluster cannot do it; null if it can. */
  private ErrorReply judge(Request request, BackendRow row) {
    if (place == null) {
      place = new ClusterPlace(loop.gateway().cluster());
    }
    Node bound = pin == null || pin.isFree() ? null : pin.connection().kind().node();
    return isInTransaction()
        ? place.judgeQueued(request, row, bound)
        : place.judge(request, row, bound);
  }

  boolean isInTransaction() {
    return gathered != null ? !gathered.isWhole() : pin != null && pin.isInTransaction();
  }

  private Reply forwardTo(Request request, BackendRow row) {
    if (pin == null && gathered == null) {
      Treatment treatment = row.treatment().of(request);
      if (!treatment.needsPin()) {
        return share(request, row, treatment);
      }
    }
    return forwardInState(request, row);
  }

  private Reply share(Request request, BackendRow row, Treatment treatment) {
    boolean slow = isSlow(treatment) || isLarge(request);
    if (due == 0) {
      current = loop.shared(this, slow, current);
    }
    if ((due > 0 && !suits(slow)) || current.isFull()) {
      return waitFor(request, row, null);
    }
    if (current.isDown()) {
      return current.unreachable();
    }
    if (treatment == Treatment.MULTI) {
      gathered = new Transaction();
      loop.gathers(this);
      return gather(request, row);
    }
    due++;
    current.send(request, target(isMuted()), row.retryFlag());
    return Reply.FORWARDED;
  }

  /** Whether quick commands are not to wait behind it. */
  private boolean isSlow(Treatment treatment) {
    return treatment == Treatment.SLOW || loop.nowMillis() < largeUntilMillis;
  }

  /** The value of a write comes last. */
  private static boolean isLarge(Request request) {
    return request.length(request.count() - 1) > LARGE_BYTES;
  }

  /** Whether more may go the way of what is due: quick commands do not wait behind slow ones. */
  private boolean suits(boolean slow) {
    return (current.isSlow() || !slow) && current.isOfKindOf(this);
  }

  private Reply forwardInState(Request request, BackendRow row) {
    if (gathered != null && waiting == null && gathered.takes(row)) {
      return gather(request, row);
    }
    if (pin != null
        && pin.suits(this)
        && !pin.selectsBy(row)
        && pin.mayTake(row, due)
        && !pin.connection().isFull()) {
      if (pin.isStream(row)) {
        pin.stream(Wire.copy(request));
        return Reply.NONE;
      }
      due++;
      pin.send(Wire.copy(request), row, target(isMuted()));
      return Reply.FORWARDED;
    }
    return waitFor(request, row, null);
  }

  private boolean isMuted() {
    return client.replyMode() == ReplyMode.OFF || client.replyMode() == ReplyMode.SKIP;
  }

  private ReplyTarget target(boolean unwanted) {
    if (!unwanted) {
      return this;
    }
    if (muted == null) {
      muted = new MutedTarget(this);
    }
    return muted;
  }

  /**
   * Asks something for the client, behind what is due to it. The answer is not passed on.
   *
   * @param request on the heap
   */
  Future<Reply> ask(ByteBuf request) {
    UpstreamConnection asked =
        due > 0 && pin == null ? current : loop.shared(this, false, pin == null ? current : null);
    if (asked.isDown()) {
      return Future.failedFuture(new UpstreamException(asked.unreachable()));
    }
    Captured captured = new Captured();
    asked.send(request, captured, InFlight.READ_ONLY);
    return captured.reply();
  }

  /** Asks the server behind whether a login is right; if it is, it holds from the next request. */
  Future<Reply> logIn(Identity wanted) {
    UpstreamKind unknown = new UpstreamKind(Node.ANY, 0, 2, Identity.NONE);
    UpstreamConnection connection = loop.pinned().take(unknown, IgnoredReplies.PUSHES);
    if (connection == null) {
      return Future.succeededFuture(UpstreamErrors.NO_PINNED);
    }
    Captured captured = new Captured();
    connection.send(Setup.login(wanted), captured, 0);
    return captured
        .reply()
        .onSuccess(
            answer -> {
              if (answer == Reply.OK) {
                connection.loggedIn(wanted);
                identity = wanted;
              }
              loop.pinned().giveBack(connection, false);
            });
  }

  // A request that waits

  /** Keeps a copy of the request, and goes on with it as soon as it can be sent: maybe at once. */
  private Reply waitFor(Request request, BackendRow row, Plan plan) {
    Outgoing copy = Outgoing.of(request, row, plan, isMuted());
    waiting = copy;
    advance();
    return Reply.hold(copy.reply().future());
  }

  /** Goes on with the request that waits, if nothing keeps it any more. */
  void advance() {
    if (waiting == null || left) {
      return;
    }
    if (!loop.isBackendKnown()) {
      isEarly = true;
      loop.whenKnown(this);
    } else if (isEarly) {
      isEarly = false;
      recognize();
    } else if (waiting.plan() != null) {
      runPlanIfNothingIsDue();
    } else if (pin != null) {
      advancePinned();
    } else if (gathered != null) {
      pinGathered();
    } else if (waiting.treatment().needsPin()) {
      takePinIfNothingIsDue();
    } else {
      advanceShared(waiting.treatment());
    }
  }

  /** It is known now what the request that waits is, and where it belongs. */
  private void recognize() {
    Request request = Wire.decoded(waiting.request());
    BackendRow known = loop.gateway().backend().row(request);
    BackendRow row = known == null ? BackendRow.unknown(request) : known;
    client.activity().named(row.fullName());
    ErrorReply refusal = loop.gateway().cluster() == null ? null : judge(request, row);
    if (refusal != null) {
      refuse(refusal);
    } else {
      waiting = waiting.as(request, row, place == null ? null : place.plan());
      advance();
    }
  }

  private void runPlanIfNothingIsDue() {
    if (due == 0) {
      Outgoing planned = waiting;
      waiting = null;
      planned
          .plan()
          .run(new Nodes(this, place.cluster(), planned.row()))
          .onComplete(
              done ->
                  planned
                      .reply()
                      .complete(
                          done.succeeded() ? done.result() : UpstreamErrors.of(done.cause())));
    }
  }

  private void advanceShared(Treatment treatment) {
    boolean slow = isSlow(treatment) || waiting.request().readableBytes() > LARGE_BYTES;
    if (due == 0) {
      current = loop.shared(this, slow, current);
    } else if (!suits(slow)) {
      return; // It goes on when nothing is due.
    }
    if (current.isDown()) {
      refuse(current.unreachable());
    } else if (current.isFull()) {
      loop.whenThereIsRoom(this);
    } else if (treatment == Treatment.MULTI) {
      gathered = new Transaction();
      loop.gathers(this);
      Outgoing outgoing = sending();
      gathered.add(outgoing.request(), outgoing.row(), outgoing.muted());
      outgoing.sent();
    } else {
      Outgoing outgoing = sending();
      current.send(outgoing.request(), target(outgoing.muted()), outgoing.row().retryFlag());
      outgoing.sent();
    }
  }

  private void advancePinned() {
    if (!pin.suits(this)) {
      if (due == 0) {
        endPin();
        advance();
      }
      return;
    }
    if (!pin.mayTake(waiting.row(), due)) {
      return; // It goes on when nothing is due.
    }
    if (pin.connection().isFull()) {
      loop.whenThereIsRoom(this);
      return;
    }
    Outgoing outgoing = sending();
    if (pin.isStream(outgoing.row())) {
      due--;
      pin.stream(outgoing.request());
      outgoing.reply().complete(Reply.NONE);
      return;
    }
    if (pin.selectsBy(outgoing.row())) {
      // Held until it is answered: where the client's next requests go depends on that.
      pin.select(outgoing.request(), target(outgoing.muted()), outgoing::sent);
      return;
    }
    pin.send(outgoing.request(), outgoing.row(), target(outgoing.muted()));
    outgoing.sent();
  }

  private Outgoing sending() {
    Outgoing outgoing = waiting;
    waiting = null;
    due++;
    return outgoing;
  }

  /** The request that waits is not sent. */
  void refuse(ErrorReply why) {
    Outgoing refused = waiting;
    waiting = null;
    if (refused != null) {
      refused.reply().complete(why);
    }
  }

  // Pins

  private void takePinIfNothingIsDue() {
    if (due == 0 && pinWait == null) {
      takePin();
    }
  }

  private void takePin() {
    Pin wanted = new Pin(this);
    UpstreamConnection free = loop.pinned().take(loop.kind(this), wanted);
    if (free == null) {
      pinWait = loop.pinned().await(loop.kind(this), wanted, taken -> pinTaken(wanted, taken));
    } else {
      pinTaken(wanted, free);
    }
  }

  private void pinTaken(Pin wanted, UpstreamConnection connection) {
    pinWait = null;
    if (connection == null) {
      refuse(UpstreamErrors.NO_PINNED);
      dropGathered(UpstreamErrors.NO_PINNED);
      return;
    }
    pin = wanted;
    pinned = connection;
    current = connection;
    pin.begin(connection);
    if (gathered != null) {
      Transaction whole = gathered;
      gathered = null;
      whole.forEach((request, row, unwanted) -> pin.send(request, row, target(unwanted)));
    }
    advance();
  }

  /** Nothing is due on the pinned connection, and no state is left there. */
  private void unpinIfFree() {
    if (pin != null && due == 0 && waiting == null && pin.isFree()) {
      endPin();
    }
  }

  private void endPin() {
    Pin ended = pin;
    pin = null;
    pinned = null;
    current = null;
    client.upstream(UpstreamState.SHARED);
    ended.end();
  }

  /** The pinned connection is gone. */
  void pinLost(boolean withState) {
    client.upstream(UpstreamState.SHARED);
    pin = null;
    pinned = null;
    current = null;
    if (withState) {
      client.close(CloseReason.UPSTREAM_LOST);
    } else {
      advance();
    }
  }

  // Transactions

  private Reply gather(Request request, BackendRow row) {
    due++;
    gathered.add(Wire.copy(request), row, isMuted());
    if (row.treatment() == Treatment.EXEC || row.treatment() == Treatment.DISCARD) {
      gathered.ended();
      sendGathered();
    } else if (place != null) {
      loop.gathers(this); // The turn in which it began may be over.
    }
    return Reply.FORWARDED;
  }

  /** It is whole: it goes in one piece, and nothing of others comes between. */
  private void sendGathered() {
    if (!current.kind().node().equals(node())) {
      if (due > gathered.size()) {
        return; // It goes to its node when what was before it is answered.
      }
      current = loop.shared(this, false, null);
    }
    if (current.isDown()) {
      dropGathered(current.unreachable());
      return;
    }
    Transaction whole = gathered;
    gathered = null;
    giveUpPinWait();
    whole.forEachChained(
        (request, flags, unwanted) -> current.send(request, target(unwanted), flags));
  }

  /** It changes its protocol or its database: a connection of its own follows, before messages. */
  void changesKind() {
    if (pin != null) {
      loop.gathers(this);
    }
  }

  /** What was read is served: a transaction that is not whole by now needs a connection. */
  void turnIsOver() {
    if (gathered != null && !left) {
      pinGathered();
    }
    if (pin != null && !left) {
      pin.follow();
    }
  }

  private void pinGathered() {
    if (pinWait != null || due != gathered.size()) {
      return;
    }
    if (gathered.isWhole()) {
      sendGathered();
    } else if (place != null && !place.isTransactionPlaced() && waiting == null) {
      // Which node it is for is known with its first key.
      gathered.answerEarly(this::answerEarly);
    } else {
      takePin();
    }
  }

  private void answerEarly(String status) {
    ByteBuf line = Unpooled.copiedBuffer("+" + status + "\r\n", StandardCharsets.US_ASCII);
    link.forward(line, 0, line.writerIndex(), 1, true);
  }

  private void dropGathered(ErrorReply why) {
    if (gathered != null) {
      Transaction dropped = gathered;
      gathered = null;
      dropped.forEach((request, row, unwanted) -> target(unwanted).failed(why, false));
      if (!dropped.isWhole()) {
        // Else what was to be queued would run by itself.
        client.close(CloseReason.UPSTREAM_LOST);
      }
    }
  }

  private void giveUpPinWait() {
    if (pinWait != null) {
      pinWait.run();
      pinWait = null;
    }
  }

  // What is answered here at other times

  /** Whether commands that are answered here go to the server behind for now. */
  boolean takesAll() {
    return gathered != null || (pin != null && pin.takesAll());
  }

  /** Whether it has subscribed over a connection of its own. */
  boolean isSubscriber() {
    return pin != null && pin.isSubscriber();
  }

  /** Whether it has logged in at the server behind. */
  boolean hasLogin() {
    return !identity.equals(loop.clientIdentity());
  }

  /** Sends a command there, unless it ends what it is sent for. */
  Optional<Reply> divert(Command command, Request request) {
    if (!takesAll()) {
      return Optional.empty();
    }
    return command.name().equals("quit") || command.name().equals("reset")
        ? Optional.empty()
        : Optional.of(forward(request, loop.gateway().backend().row(request)));
  }

  /** Gives up all state at the server behind. */
  void reset() {
    if (gathered != null) {
      Transaction dropped = gathered;
      gathered = null;
      giveUpPinWait();
      dropped.add(Wire.request("DISCARD"), BackendRow.unknown(Request.of("DISCARD")), true);
      due++;
      dropped.forEachChained(
          (bytes, flags, unwanted) -> current.send(bytes, target(unwanted), flags));
    }
    identity = loop.clientIdentity();
    if (pin != null) {
      pin.reset();
      unpinIfFree();
    }
  }

  // Replies

  @Override
  public int most() {
    return order == null || order.isEmpty() ? link.mostForwarded() : 1;
  }

  @Override
  public void replied(ByteBuf bytes, int from, int to, int ended, boolean whole) {
    if (order != null && !order.isEmpty()) {
      order.add(bytes, from, to, ended, whole);
    } else {
      passOn(bytes, from, to, ended, whole);
    }
  }

  /** A reply to one of its requests comes another way than those to the next. */
  ReplyTarget detour() {
    if (order == null) {
      order = new ReplyOrder(new InOrder());
    }
    return order.detour();
  }

  /** Takes replies that have been brought into their order. */
  private final class InOrder implements ReplyTarget {

    @Override
    public void replied(ByteBuf bytes, int from, int to, int ended, boolean whole) {
      passOn(bytes, from, to, ended, whole);
    }

    @Override
    public void failed(ErrorReply why, boolean begun) {
      ClientRoute.this.failed(why, begun);
    }
  }

  private void passOn(ByteBuf bytes, int from, int to, int ended, boolean whole) {
    due -= ended;
    if (!whole || largeBytes > 0) {
      measure(to - from, whole);
    }
    link.forward(bytes, from, to, ended, whole);
    if (pin != null) {
      pin.keepPace();
    }
    lessIsDue();
  }

  /** A client that was answered at length is likely to be so again. */
  private void measure(int bytes, boolean whole) {
    largeBytes += bytes;
    if (largeBytes > LARGE_BYTES) {
      largeUntilMillis = loop.nowMillis() + LARGE_MILLIS;
    }
    if (whole) {
      largeBytes = 0;
    }
  }

  /** Replies came that the client does not want. */
  void repliedUnwanted(int ended) {
    due -= ended;
    lessIsDue();
  }

  private void lessIsDue() {
    if (gathered != null && due == gathered.size()) {
      pinGathered();
    }
    if (due > 0) {
      return;
    }
    if (waiting != null) {
      advance();
    }
    unpinIfFree();
  }

  @Override
  public void failed(ErrorReply why, boolean begun) {
    if (begun) {
      due--;
      client.close(CloseReason.UPSTREAM_LOST); // Half a reply cannot be taken back.
      lessIsDue();
      return;
    }
    ByteBuf error = loop.allocator().directBuffer();
    try {
      ReplyEncoder.encode(why, 2, error);
      replied(error, 0, error.writerIndex(), 1, true);
    } finally {
      error.release();
    }
  }

  /** A message came that the client did not ask for. */
  void pushed(ByteBuf bytes, int from, int to, boolean whole) {
    link.forward(bytes, from, to, 0, whole);
  }

  /** Whether it waits for something that may never happen. */
  boolean isBlocked() {
    return pin != null && pin.connection().isWaitedOn();
  }

  /** The client has left. */
  void left() {
    left = true;
    waiting = null;
    gathered = null;
    giveUpPinWait();
    if (order != null) {
      order.left();
    }
    if (pin != null) {
      Pin ended = pin;
      pin = null;
      pinned = null;
      ended.left(due);
    }
  }
}
