package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.ostiary.client.ConnectedClient;
import io.ostiary.listen.Connection;
import io.ostiary.listen.Destination;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.ProtocolException;
import io.ostiary.resp.Request;
import java.io.IOException;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to the server behind, for many clients or for one. A shared one is made anew when it
 * is lost, and requests wait meanwhile; a pinned one ends with its connection, since the state that
 * it was needed for is gone. On one event loop.
 */
final class UpstreamConnection extends ServerListener {

  private static final Logger log = LoggerFactory.getLogger(UpstreamConnection.class);

  /** Requests that have gathered to this size leave before the turn is over. */
  private static final int FLUSH_BYTES = 64 * 1024;

  private static final ErrorReply UNCLEAN =
      new ErrorReply("ERR closed, since it held state of the client that had it");

  private static final ErrorReply LEFT = new ErrorReply("ERR the client has left");

  private static final long UNUSED_MILLIS = 60_000;

  private static final long BUSY_MILLIS = 50;

  private enum State {
    CONNECTING,
    SETTING_UP,
    READY,
    /** For the next attempt. */
    RESTING,
    CLOSED
  }

  private final GatewayLoop loop;
  private final boolean shared;
  private final boolean slow;
  private final int generation;
  private final long id;
  private final Exchange exchange;
  private ReplyTarget pushes;
  private final Backoff backoff = new Backoff();
  private UpstreamKind kind;
  private State state = State.RESTING;
  private Connection connection; // null: there is none
  private Setup setup; // null: there is no connection
  private boolean cleans; // its set-up begins with making it clean
  private boolean retired;
  private boolean paused; // it is not read from
  private boolean flushing; // it is among those that are flushed when the turn is over
  private volatile long backendId; // what the server calls its client; 0: not told
  private long progressMillis; // when an answer last came, or became due
  private long attemptMillis; // when the attempt to connect began
  private long downMillis; // since when there is no connection; 0: there is one
  private boolean down; // for so long that requests do not wait
  private String reason = "not connected yet";
  private Destination destination; // where the last attempt led; null: nowhere

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
    exchange.watchErrors(loop.servers().watch(this));
    this.downMillis = loop.nowMillis();
    this.progressMillis = downMillis;
    stats().shared(shared ? 1 : 0);
    connect();
  }

  UpstreamKind kind() {
    return kind;
  }

  GatewayLoop loop() {
    return loop;
  }

  /** The host that it leads to; empty for a unix socket. */
  String host() {
    return destination instanceof Destination.Tcp tcp ? tcp.host() : "";
  }

  /** A shared one for the same at another server. */
  UpstreamConnection sharedAt(Node node) {
    return loop.shared(kind.at(node), slow, 0);
  }

  /** One at another server, for one request alone; null when as many are in use as may be. */
  UpstreamConnection pinnedAt(Node node, Redirected request) {
    UpstreamConnection other = loop.pinned().take(kind.at(node), IgnoredReplies.PUSHES);
    if (other != null) {
      request.whenDone(() -> loop.pinned().giveBack(other, false));
      request.whenLeft(() -> other.close(LEFT));
    }
    return other;
  }

  /** What the server calls the client of this connection; 0 when it did not tell. Any thread. */
  long backendId() {
    return backendId;
  }

  boolean isShared() {
    return shared;
  }

  /** Whether a client's commands may go over it. */
  boolean serves(ClientRoute route, boolean isSlowCommand) {
    return shared
        && slow == isSlowCommand
        && !retired
        && state != State.CLOSED
        && isOfKindOf(route);
  }

  /** Whether it is as a client's commands need it. */
  boolean isOfKindOf(ClientRoute route) {
    ConnectedClient client = route.client();
    return kind.node().equals(route.node())
        && kind.database() == client.database()
        && kind.respVersion() == client.respVersion()
        && kind.identity().equals(route.identity());
  }

  /** The server takes it for another from now on. */
  void loggedIn(Identity identity) {
    kind = new UpstreamKind(kind.node(), kind.database(), kind.respVersion(), identity);
  }

  /** A transaction has selected this database. */
  void isInDatabase(int database) {
    kind = kind.inDatabase(database);
  }

  /** Whether it is for what may take long. */
  boolean isSlow() {
    return slow;
  }

  GatewayStats stats() {
    return loop.gateway().stats();
  }

  /** What the server sends without being asked goes there from now on. */
  void pushesTo(ReplyTarget newPushes) {
    pushes = newPushes;
    exchange.pushesTo(newPushes);
  }

  /** Some of what comes is told from replies only by its content. Nothing is due. */
  void readsFrames(Subscriptions subscriptions) {
    exchange.readsFrames(subscriptions);
  }

  /** Has the server forget all state of the client that had it. Nothing is due. */
  void clean() {
    if (state == State.READY && setup.knowsReset()) {
      state = State.SETTING_UP;
      attemptMillis = loop.nowMillis();
      setUpBy(new Setup(loop, kind, false), true);
    } else {
      close(UNCLEAN);
    }
  }

  /** Makes it one of another kind, by what goes before the next request; the identity stays. */
  void become(UpstreamKind wanted) {
    if (wanted.respVersion() != kind.respVersion()) {
      String version = Integer.toString(wanted.respVersion());
      send(Wire.request("HELLO", version), IgnoredReplies.OWN, 0);
    }
    if (wanted.database() != kind.database()) {
      String database = Integer.toString(wanted.database());
      send(Wire.request("SELECT", database), IgnoredReplies.OWN, 0);
    }
    kind = wanted.at(kind.node());
  }

  long id() {
    return id;
  }

  // Connecting

  private void connect() {
    state = State.CONNECTING;
    attemptMillis = loop.nowMillis();
    loop.gateway().stats().connecting();
    loop.connect(kind.node(), found -> destination = found)
        .onComplete(this::connected, failure -> notConnected(failure.getMessage()));
  }

  private void connected(Connection made) {
    if (state == State.CLOSED) {
      made.close();
      return;
    }
    connection = made;
    state = State.SETTING_UP;
    made.serve(this);
    setUpBy(new Setup(loop, kind, learns()), false);
  }

  private boolean learns() {
    return shared && !slow && (loop.isMain(this) || !loop.gateway().backend().isLearned());
  }

  private void setUpBy(Setup newSetup, boolean resets) {
    Connection made = connection;
    setup = newSetup;
    cleans = resets;
    setup.done().onComplete(done -> setUp(made, done.cause()));
    setup.begin(made, resets);
  }

  private void setUp(Connection made, Throwable failure) {
    if (connection != made || state != State.SETTING_UP) {
      return; // It was lost meanwhile.
    }
    if (failure != null) {
      setUpFailed(made, failure.getMessage());
      return;
    }
    backendId = setup.backendId();
    loop.servers().confirmed(destination);
    if (down) {
      log.info("Upstream {} is there again", destination);
    }
    state = State.READY;
    backoff.succeeded();
    downMillis = 0;
    down = false;
    progressMillis = loop.nowMillis();
    sendGathered();
  }

  /** One that runs a script will be done, or be told to end; it is there, so that is waited for. */
  private void setUpFailed(Connection made, String why) {
    boolean inTime = loop.nowMillis() - attemptMillis < loop.connectTimeout().toMillis();
    if (!why.startsWith("BUSY ") || !inTime) {
      end(why);
      return;
    }
    loop.after(
        BUSY_MILLIS,
        () -> {
          if (connection == made && state == State.SETTING_UP) {
            setUpBy(new Setup(loop, kind, learns()), cleans);
          }
        });
  }

  private void notConnected(String why) {
    if (state == State.CLOSED) {
      return;
    }
    rest(why);
  }

  /** The attempt failed, or the connection is lost. */
  private void rest(String why) {
    reason = why;
    state = State.RESTING;
    loop.servers().lost(loop);
    if (!shared || retired) {
      close(UpstreamErrors.unreachable(destination, why));
      return;
    }
    if (!isDownForLong()) {
      loop.after(backoff.failed(), this::connectAgain);
      return;
    }
    if (!down) {
      log.warn("Upstream is unreachable: {}", UpstreamErrors.told(destination, why));
      down = true;
    }
    exchange.lost(0, false, this::error);
    loop.after(backoff.failed(), this::connectAgain);
  }

  private boolean isDownForLong() {
    return loop.nowMillis() - downMillis >= loop.connectTimeout().toMillis();
  }

  /** It refuses what the master takes: it is none any more. From within {@link #received}. */
  void refusesWrites() {
    Connection refused = connection;
    loop.connector()
        .afterTurn(
            () -> {
              if (connection == refused) {
                end("it is not the master any more");
              }
            });
  }

  /** The server is there now: a connection to another ends, and an attempt that rests does not. */
  void leadTo(Destination server) {
    if (state == State.RESTING) {
      backoff.succeeded();
      connect();
    } else if (connection != null && !server.equals(destination)) {
      end("it is not the master any more");
    }
  }

  private void connectAgain() {
    if (state != State.RESTING) {
      return;
    }
    if (loop.gateway().tokens().take(loop.nowMillis())) {
      connect();
    } else {
      loop.after(backoff.again(), this::connectAgain);
    }
  }

  private ErrorReply error(boolean sent, boolean mayHaveRun) {
    return UpstreamErrors.lost(destination, reason, sent, mayHaveRun);
  }

  // Requests

  /** Whether nothing can be sent now or soon; {@link #unreachable} says why. */
  boolean isDown() {
    return down || state == State.CLOSED;
  }

  ErrorReply unreachable() {
    return UpstreamErrors.unreachable(destination, reason);
  }

  boolean isClosed() {
    return state == State.CLOSED;
  }

  /** Whether it is pinned, and is about to close because it was lost. */
  boolean isLost() {
    return !shared && state == State.RESTING;
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

  /** Stops or resumes reading: the one it is for does not take what was read. */
  void reading(boolean on) {
    paused = !on;
    progressMillis = loop.nowMillis();
    if (connection != null) {
      connection.reading(on);
    }
  }

  private void begin() {
    if (exchange.isEmpty()) {
      progressMillis = loop.nowMillis();
    }
  }

  private void later() {
    if (!flushing) {
      flushing = true;
      loop.flushLater(this);
    } else if (state == State.READY && exchange.unsentBytes() >= FLUSH_BYTES) {
      sendGathered();
    }
  }

  /** The turn is over. */
  void flush() {
    flushing = false;
    if (state == State.READY) {
      sendGathered();
    }
  }

  private void sendGathered() {
    stats().sent(exchange.unsentBytes());
    exchange.flushTo(connection);
  }

  /** Whether one of the replies that are due may never come. */
  boolean isWaitedOn() {
    return exchange.isWaitedOn();
  }

  /** How many replies are due. */
  int due() {
    return exchange.size();
  }

  // What the connection tells

  @Override
  void read(ByteBuf bytes) throws ProtocolException {
    loop.gateway().stats().received(bytes.readableBytes());
    progressMillis = loop.nowMillis();
    Exchange active = state == State.SETTING_UP ? setup.exchange() : exchange;
    loop.gateway().countErrors(active.read(bytes));
  }

  @Override
  public void writable() {
    loop.retryWaiting();
  }

  @Override
  public void failed(Throwable cause) {
    if (!(cause instanceof IOException)) {
      log.error("The connection to upstream {} failed", destination, cause);
    }
    super.failed(cause);
  }

  /** Looks at the clock. */
  void tick(long nowMillis) {
    if (state == State.SETTING_UP && nowMillis - attemptMillis > loop.connectTimeout().toMillis()) {
      end("timed out after " + loop.connectTimeout().toMillis() + " ms");
    } else if (isOverdue(nowMillis)) {
      end("no answer for " + loop.answerTimeoutMillis() + " ms");
    }
  }

  /** Whether no other server has taken over since it was made. */
  boolean isOfGeneration(int now) {
    return generation == now;
  }

  /** Nothing new goes over it: it is closed when nothing is due any more. */
  void retire() {
    retired = true;
  }

  /** Whether nothing is due over one that is retired. */
  boolean isRetiredAndEmpty() {
    return retired && exchange.isEmpty();
  }

  /** Whether it is shared and was not used for long. */
  boolean isUnused(long nowMillis) {
    return shared && exchange.isEmpty() && nowMillis - progressMillis > UNUSED_MILLIS;
  }

  private boolean isOverdue(long nowMillis) {
    long limit = loop.answerTimeoutMillis();
    return state == State.READY
        && !paused
        && limit > 0
        && !exchange.isEmpty()
        && !exchange.isBlocked()
        && nowMillis - progressMillis > limit;
  }

  /** What CLIENT UPSTREAMS shows of it. */
  String line(long nowMillis) {
    String use = shared ? "shared" : pushes instanceof Pin ? "pinned" : "resting";
    String owner = pushes instanceof Pin pin ? " client=" + pin.clientId() : "";
    String why = pushes instanceof Pin pin ? " pin=" + pin.reason().text() : "";
    return "id="
        + id
        + " addr="
        + destination
        + " use="
        + use
        + owner
        + why
        + " lane="
        + (slow ? "slow" : "fast")
        + " db="
        + kind.database()
        + " resp="
        + kind.respVersion()
        + " user="
        + kind.identity()
        + " state="
        + state.name().toLowerCase(Locale.ROOT)
        + " due="
        + exchange.size()
        + " waiting-bytes="
        + exchange.bytes()
        + " idle="
        + (nowMillis - progressMillis) / 1000;
  }

  // The end

  @Override
  void end(String why) {
    Connection ended = connection;
    if (ended != null) {
      lost(why);
      ended.close();
    }
  }

  private void lost(String cause) {
    if (connection == null || state == State.CLOSED) {
      return;
    }
    String why = state == State.READY ? cause : setup.refusal().orElse(cause);
    long unsent = connection.pendingBytes();
    boolean wasReady = state == State.READY;
    state = State.RESTING; // Before clients are told: they may leave, or send more.
    connection = null;
    reason = why;
    setup.lost(why);
    if (wasReady) {
      downMillis = loop.nowMillis();
      loop.gateway().stats().lost();
      exchange.lost(unsent, shared && !retired, this::error);
      loop.gateway().stats().retried(exchange.retried());
    }
    if (state != State.CLOSED) {
      rest(why);
    }
  }

  /** Closes it for good; what is due fails with this. */
  void close(ErrorReply why) {
    if (state == State.CLOSED) {
      return;
    }
    long unsent = connection == null ? 0 : connection.pendingBytes();
    Connection ended = connection;
    state = State.CLOSED;
    connection = null;
    if (ended != null) {
      ended.close();
    }
    exchange.lost(unsent, false, (sent, mayHaveRun) -> why);
    exchange.release();
    stats().shared(shared ? -1 : 0);
    loop.closed(this);
    pushes.failed(why, false);
  }
}
