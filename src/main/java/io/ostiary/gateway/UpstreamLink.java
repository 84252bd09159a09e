package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.ostiary.listen.Connection;
import io.ostiary.listen.Destination;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.ProtocolException;
import java.io.IOException;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to a server behind: connects, says what is said on a new connection, notices its loss,
 * and tries again after a rest where that is wanted. On one event loop.
 */
final class UpstreamLink extends ServerListener {

  private static final Logger log = LoggerFactory.getLogger(UpstreamLink.class);

  private static final String OTHER_MASTER = "it is not the master any more";

  /** What it is for. */
  interface Owner {

    /** What a connection is to be like. */
    UpstreamKind kind();

    /** Whether a new connection is asked what the server can do. */
    boolean learns();

    /** Whether there is to be another connection when one is lost. */
    boolean outlivesConnections();

    /** There is a connection, and it is set up. */
    void ready();

    /** Takes what has come since then, and tells how many replies were errors. */
    int read(ByteBuf bytes) throws ProtocolException;

    /** The connection takes more again. */
    void writable();

    /** A connection that was set up is lost, and so many of the last bytes were never sent. */
    void lost(long unsentBytes);

    /** There has been no connection for so long that nothing waits for one; maybe told again. */
    void unreachable();

    /** Ends for good; what is due fails with this. */
    void close(ErrorReply why);
  }

  private enum State {
    CONNECTING,
    SETTING_UP,
    READY,
    /** For the next attempt. */
    RESTING,
    CLOSED
  }

  private final GatewayLoop loop;
  private final Owner owner;
  private final Reachability server;
  private final Backoff backoff = new Backoff();
  private State state = State.RESTING;
  private Connection connection; // null: there is none
  private Setup setup; // null: there is no connection
  private volatile long backendId; // what the server calls its client; 0: not told
  private long attemptMillis; // when the attempt to connect began

  /** Leads nowhere before {@link #connect}. */
  UpstreamLink(GatewayLoop loop, Owner owner) {
    this.loop = loop;
    this.owner = owner;
    this.server = new Reachability(loop);
  }

  // Connecting

  /** Connects at once. */
  void connect() {
    state = State.CONNECTING;
    attemptMillis = loop.nowMillis();
    loop.gateway().stats().connecting();
    loop.connect(owner.kind().node(), server::leadsTo)
        .onComplete(this::connected, failure -> rest(failure.getMessage()));
  }

  private void connected(Connection made) {
    if (state == State.CLOSED) {
      made.close();
      return;
    }
    connection = made;
    made.serve(this);
    setUpBy(new Setup(loop, owner.kind(), owner.learns()), false);
  }

  private void setUpBy(Setup newSetup, boolean resets) {
    Connection made = connection;
    state = State.SETTING_UP;
    setup = newSetup;
    setup.done().onComplete(done -> setUp(made, done.cause()));
    setup.begin(made, resets);
  }

  private void setUp(Connection made, Throwable failure) {
    if (connection != made || state != State.SETTING_UP) {
      return; // It was lost meanwhile.
    }
    if (failure != null) {
      end(failure.getMessage());
      return;
    }
    backendId = setup.backendId();
    if (!owner.kind().node().isReplica()) {
      loop.servers().confirmed(server.destination());
    }
    server.reached();
    state = State.READY;
    backoff.succeeded();
    owner.ready();
  }

  /** Has the server forget all state of the connection, if it can; nothing is due. */
  boolean clean() {
    if (state != State.READY || !setup.knowsReset()) {
      return false;
    }
    attemptMillis = loop.nowMillis();
    setUpBy(new Setup(loop, owner.kind(), false), true);
    return true;
  }

  // Without a connection

  /** The attempt failed, or the connection is lost. */
  private void rest(String why) {
    if (state == State.CLOSED) {
      return;
    }
    server.missing(why);
    state = State.RESTING;
    loop.servers().lost(loop);
    if (!owner.outlivesConnections()) {
      owner.close(server.unreachable());
      return;
    }
    if (server.isLongMissing()) {
      owner.unreachable();
    }
    loop.after(backoff.failed(), this::connectAgain);
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

  /** The server refuses what a master takes: it is none any more. From within {@link #read}. */
  void refusesWrites() {
    Connection refused = connection;
    loop.connector()
        .afterTurn(
            () -> {
              if (connection == refused) {
                end(OTHER_MASTER);
              }
            });
  }

  /** The server is there now: a connection to another ends, and an attempt that rests does not. */
  void leadTo(Destination there) {
    if (state == State.RESTING) {
      backoff.succeeded();
      connect();
    } else if (connection != null && !there.equals(server.destination())) {
      end(OTHER_MASTER);
    }
  }

  // What it is like

  /** To send by; null if there is none. */
  Connection connection() {
    return connection;
  }

  /** The server that it leads to. */
  Reachability server() {
    return server;
  }

  /** Whether requests can be sent. */
  boolean isReady() {
    return state == State.READY;
  }

  boolean isResting() {
    return state == State.RESTING;
  }

  boolean isClosed() {
    return state == State.CLOSED;
  }

  /** What the server calls the client of the connection; 0 when it did not tell. Any thread. */
  long backendId() {
    return backendId;
  }

  /** As CLIENT UPSTREAMS shows its state. */
  @Override
  public String toString() {
    return state.name().toLowerCase(Locale.ROOT);
  }

  // What the connection tells

  @Override
  void read(ByteBuf bytes) throws ProtocolException {
    loop.gateway().stats().received(bytes.readableBytes());
    int errors = state == State.SETTING_UP ? setup.exchange().read(bytes) : owner.read(bytes);
    loop.gateway().countErrors(errors);
  }

  @Override
  public void writable() {
    owner.writable();
  }

  @Override
  public void failed(Throwable cause) {
    if (!(cause instanceof IOException)) {
      log.error("The connection to upstream {} failed", server.destination(), cause);
    }
    super.failed(cause);
  }

  /** Looks at the clock. */
  void tick(long nowMillis) {
    long limit = loop.connectTimeout().toMillis();
    if (state == State.SETTING_UP && nowMillis - attemptMillis > limit) {
      end("timed out after " + limit + " ms");
    }
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
    boolean wasReady = state == State.READY;
    String why = wasReady ? cause : setup.refusal().orElse(cause);
    long unsent = connection.pendingBytes();
    state = State.RESTING; // Before clients are told: they may leave, or send more.
    connection = null;
    server.missing(why);
    setup.lost(why);
    if (wasReady) {
      server.lost();
      loop.gateway().stats().lost();
      owner.lost(unsent);
    }
    rest(why);
  }

  /** Closes it for good, and tells how many of the last bytes were never sent; not the owner. */
  long close() {
    Connection ended = connection;
    boolean wasSettingUp = state == State.SETTING_UP;
    state = State.CLOSED;
    connection = null;
    if (wasSettingUp) {
      setup.lost("closed");
    }
    if (ended == null) {
      return 0;
    }
    long unsent = ended.pendingBytes();
    ended.close();
    return unsent;
  }
}
