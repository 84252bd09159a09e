package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.ProtocolException;
import io.ostiary.resp.Request;

/**
 * Requests to the server behind and their replies, for many clients or for one. A shared connection
 * is made anew when it is lost, and requests wait meanwhile; a pinned one ends then, since the
 * state that it was needed for is gone. On one event loop.
 */
final class UpstreamConnection implements UpstreamLink.Owner {

  /** Requests that have gathered to this size leave before the turn is over. */
  private static final int FLUSH_BYTES = 64 * 1024;

  private static final long UNUSED_MILLIS = 60_000;

  private final GatewayLoop loop;
  private final UpstreamLink link;
  private final boolean shared;
  private final boolean slow;
  private final int generation;
  private final long id;
  private final Exchange exchange;
  private final ReplicaFallback fallback; // null: it is not of a replica
  private ReplyTarget pushes;
  private UpstreamKind kind;
  private boolean retired;
  private boolean paused; // not read from
  private boolean flushing; // it is among those that are flushed when the turn is over
  private long progressMillis; // when an answer last came, or became due

  /**
   * Connects at once.
   *
   * @param shared whether it is for many, and made anew when it is lost
   * @param slow whether it is for what may take long
   * @param pushes who gets what the server sends without being asked
   */
  UpstreamConnection(
      GatewayLoop loop, UpstreamKind kind, boolean shared, boolean slow, ReplyTarget pushes) {
    this.loop = loop;
    this.kind = kind;
    this.shared = shared;
    this.slow = slow;
    this.pushes = pushes;
    this.generation = loop.generation();
    this.id = loop.gateway().nextConnectionId();
    this.exchange = new Exchange(loop.allocator(), pushes);
    this.link = new UpstreamLink(loop, this);
    ErrorWatch watch = loop.servers().watch(this);
    this.fallback = kind.node().isReplica() ? new ReplicaFallback(this, watch) : null;
    exchange.watchErrors(fallback == null ? watch : fallback);
    this.progressMillis = loop.nowMillis();
    stats().shared(shared ? 1 : 0);
    link.connect();
  }

  // What it is

  long id() {
    return id;
  }

  @Override
  public UpstreamKind kind() {
    return kind;
  }

  GatewayLoop loop() {
    return loop;
  }

  /** The requests that are not answered. */
  Exchange exchange() {
    return exchange;
  }

  UpstreamLink link() {
    return link;
  }

  /** The server that it leads to. */
  Reachability server() {
    return link.server();
  }

  private GatewayStats stats() {
    return loop.gateway().stats();
  }

  boolean isShared() {
    return shared;
  }

  boolean isSlow() {
    return slow;
  }

  /** Who has it for himself; null if nobody has. */
  Pin pin() {
    return pushes instanceof Pin pin ? pin : null;
  }

  /** Whether a client's commands may go over it. */
  boolean serves(ClientKind client, boolean isSlowCommand) {
    return shared && slow == isSlowCommand && !retired && !link.isClosed() && client.is(kind);
  }

  /** It is of another kind from now on, by what was sent. */
  void becomes(UpstreamKind other) {
    kind = other;
  }

  /** What the server sends without being asked goes there from now on. */
  void pushesTo(ReplyTarget newPushes) {
    pushes = newPushes;
    exchange.pushesTo(newPushes);
  }

  // Requests

  /** Whether nothing can be sent now or soon; {@link Reachability#unreachable} says why. */
  boolean isDown() {
    return server().isDown() || link.isClosed();
  }

  /** Whether so much waits for the server that clients are to wait. */
  boolean isFull() {
    return exchange.bytes() > loop.queueLimit();
  }

  /** Sends a request when the turn is over, with all others of it. */
  void send(Request request, ReplyTarget target, int flags) {
    begin();
    exchange.add(request, target, flags);
    later();
  }

  /** The same with a request as it is on the wire; the bytes stay the caller's. */
  void send(ByteBuf request, ReplyTarget target, int flags) {
    begin();
    exchange.add(request, request.readerIndex(), request.readableBytes(), target, flags);
    later();
  }

  /** Sends a request without a reply; from now on, what comes is not made of replies. */
  void stream(ByteBuf request) {
    exchange.streams();
    exchange.add(request);
    later();
  }

  private void begin() {
    if (exchange.isEmpty()) {
      progressMillis = loop.nowMillis();
    }
  }

  private void later() {
    if (!flushing) {
      flushing = true;
      loop.turnEnd().flush(this);
    } else if (link.isReady() && exchange.unsentBytes() >= FLUSH_BYTES) {
      sendGathered();
    }
  }

  /** The turn is over. */
  void flush() {
    flushing = false;
    if (link.isReady()) {
      sendGathered();
    }
  }

  private void sendGathered() {
    stats().sent(exchange.unsentBytes());
    exchange.flushTo(link.connection());
  }

  /** Stops or resumes reading: the one it is for does not take what was read. */
  void reading(boolean on) {
    paused = !on;
    progressMillis = loop.nowMillis();
    if (link.connection() != null) {
      link.connection().reading(on);
    }
  }

  // What its link tells

  @Override
  public boolean learns() {
    boolean mayLearn = shared && !slow && fallback == null;
    return mayLearn && (loop.isMain(this) || !loop.gateway().backend().isLearned());
  }

  @Override
  public boolean outlivesConnections() {
    return shared && !retired && fallback == null;
  }

  @Override
  public void ready() {
    progressMillis = loop.nowMillis();
    sendGathered();
  }

  @Override
  public int read(ByteBuf bytes) throws ProtocolException {
    progressMillis = loop.nowMillis();
    return exchange.read(bytes);
  }

  @Override
  public void writable() {
    loop.retryWaiting();
  }

  @Override
  public void lost(long unsentBytes) {
    exchange.lost(unsentBytes, shared && !retired, server()::error);
    stats().retried(exchange.retried());
  }

  @Override
  public void unreachable() {
    exchange.lost(0, false, server()::error);
  }

  // Time

  void tick(long nowMillis) {
    link.tick(nowMillis);
    if (isOverdue(nowMillis)) {
      link.end("no answer for " + loop.answerTimeoutMillis() + " ms");
    }
  }

  private boolean isOverdue(long nowMillis) {
    long limit = loop.answerTimeoutMillis();
    return link.isReady()
        && limit > 0
        && !paused
        && exchange.awaitsAnswer()
        && idleMillis(nowMillis) > limit;
  }

  /** How long there was no answer, and nothing became due. */
  long idleMillis(long nowMillis) {
    return nowMillis - progressMillis;
  }

  /** Whether it is shared and was not used for long. */
  boolean isUnused(long nowMillis) {
    return shared && exchange.isEmpty() && idleMillis(nowMillis) > UNUSED_MILLIS;
  }

  // The end

  /** Whether no other server has taken over since it was made. */
  boolean isOfGeneration(int now) {
    return generation == now;
  }

  /** Whether it is of a replica that may not be read from any more. */
  boolean isBehind() {
    return fallback != null && !retired && fallback.isDue();
  }

  /** Nothing new goes over it: it is closed when nothing is due any more. */
  void retire() {
    retired = true;
  }

  /** Whether nothing is due over one that is retired. */
  boolean isRetiredAndEmpty() {
    return retired && exchange.isEmpty();
  }

  @Override
  public void close(ErrorReply why) {
    if (link.isClosed()) {
      return;
    }
    boolean wasLost = link.isResting();
    long unsent = link.close();
    if (fallback != null && !retired) {
      fallback.closed(exchange, unsent, wasLost);
    }
    exchange.lost(unsent, false, (sent, mayHaveRun) -> why);
    exchange.release();
    stats().shared(shared ? -1 : 0);
    loop.closed(this);
    pushes.failed(why, false);
  }
}
