package io.ostiary.gateway;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.ostiary.listen.Connection;
import io.ostiary.listen.Connector;
import io.ostiary.listen.Destination;
import io.ostiary.resp.ErrorReply;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What a gateway has on one event loop. On that loop only. */
final class GatewayLoop {

  private static final long TICK_MILLIS = 100;

  private static final ErrorReply BEHIND = new ErrorReply("ERR the replica is behind its primary");

  private static final ErrorReply ENDS = new ErrorReply("ERR the gateway shuts down");

  private final Gateway gateway;
  private final Context context;
  private final Connector connector;
  private final LiveSettings settings;
  private final PinnedPool pinned = new PinnedPool(this);
  private final Map<SharedPlace, UpstreamConnection> shared = new HashMap<>();
  private final Set<UpstreamConnection> open = new HashSet<>();
  private final TurnEnd turnEnd;
  private final List<WaitingRequest> waiting = new ArrayList<>();
  private UpstreamConnection main; // whose state is that of the server behind
  private Settings behind; // of which server is behind, until that is changed on this loop
  private int generation; // how many servers have taken over
  private long nowMillis = System.nanoTime() / 1_000_000;
  private long timer;

  private record SharedPlace(UpstreamKind kind, boolean slow, int index) {}

  GatewayLoop(Gateway gateway, Context context, Connector connector, LiveSettings settings) {
    this.gateway = gateway;
    this.context = context;
    this.connector = connector;
    this.settings = settings;
    this.turnEnd = new TurnEnd(connector);
    this.behind = settings.now();
  }

  /** Connects before the first client asks. */
  void begin() {
    timer = context.owner().setPeriodic(TICK_MILLIS, tick -> tick());
    main = shared(ownKind(), false, 0);
  }

  /** What the connection is like that tells of the server behind. */
  UpstreamKind ownKind() {
    return new UpstreamKind(Node.ANY, homeDatabase(), 2, identity());
  }

  Gateway gateway() {
    return gateway;
  }

  PinnedPool pinned() {
    return pinned;
  }

  Connector connector() {
    return connector;
  }

  ByteBufAllocator allocator() {
    return PooledByteBufAllocator.DEFAULT;
  }

  /**
   * Finds a server and connects to it.
   *
   * @param found told where it is; null where it was not found
   */
  Future<Connection> connect(Node node, Consumer<Destination> found) {
    Future<Destination> server =
        node.isReplica()
            ? Future.succeededFuture(Upstreams.destination(behind, node.host(), node.port()))
            : servers().locate(this, node);
    return server
        .onComplete(located -> found.accept(located.result()))
        .compose(there -> connector.connect(there, connectTimeout()));
  }

  Servers servers() {
    return gateway.servers();
  }

  /** Another server is the master: what leads elsewhere is lost, and made anew. */
  void masterIs(Destination server) {
    gateway.replicas().forget(Node.ANY);
    connections().stream()
        .filter(connection -> !connection.kind().node().isReplica())
        .forEach(connection -> connection.link().leadTo(server));
    gateway.subscriptions().leadTo(this, server);
  }

  // Settings

  Destination destination() {
    return Upstreams.destination(behind);
  }

  /** Whom the server behind takes the gateway for. */
  private Identity identity() {
    return Upstreams.identity(behind);
  }

  /** Whom it takes clients for that have not logged in there. */
  Identity clientIdentity() {
    return gateway.passesLoginsThrough() ? Identity.NONE : identity();
  }

  /** The database that clients are in who have selected none. */
  int homeDatabase() {
    return Upstreams.url(behind).database();
  }

  Duration connectTimeout() {
    return settings.now().get(Directives.UPSTREAM_CONNECT_TIMEOUT);
  }

  Duration queueTimeout() {
    return settings.now().get(Directives.UPSTREAM_QUEUE_TIMEOUT);
  }

  long answerTimeoutMillis() {
    return settings.now().get(Directives.UPSTREAM_TIMEOUT).toMillis();
  }

  long queueLimit() {
    return settings.now().get(Directives.UPSTREAM_QUEUE_LIMIT);
  }

  // Connections

  /**
   * The shared connection for a client; made if there is none.
   *
   * @param last the one that it used last, which is likely to be the one; may be null
   */
  UpstreamConnection shared(ClientKind kind, boolean slow, UpstreamConnection last) {
    if (last != null && last.serves(kind, slow)) {
      return last;
    }
    int count = settings.now().get(Directives.UPSTREAM_CONNECTIONS);
    return shared(kind.now(), slow, kind.index(count));
  }

  /** The shared connection of a kind; made if there is none. */
  UpstreamConnection shared(UpstreamKind kind, boolean slow, int index) {
    return shared.computeIfAbsent(new SharedPlace(kind, slow, index), this::connect);
  }

  private UpstreamConnection connect(SharedPlace place) {
    return opened(
        new UpstreamConnection(this, place.kind(), true, place.slow(), IgnoredReplies.PUSHES));
  }

  /** A connection is there from now on, until {@link #closed}. */
  UpstreamConnection opened(UpstreamConnection connection) {
    open.add(connection);
    return connection;
  }

  void closed(UpstreamConnection connection) {
    open.remove(connection);
    if (connection.isShared()) {
      shared.values().remove(connection);
    } else {
      pinned.closed(connection);
    }
  }

  /** What is done when the events of this turn have been served. */
  TurnEnd turnEnd() {
    return turnEnd;
  }

  // Those who wait

  /** Has a request go on when the server has taken some of what waits for it. */
  void whenThereIsRoom(WaitingRequest request) {
    waiting.add(request);
  }

  /** Has a request go on when it is known what the server behind can do. */
  void whenKnown(WaitingRequest request) {
    if (main.isDown()) {
      request.refuse(main.server().unreachable());
    } else if (!servers().isKnown() && !servers().problem().isEmpty()) {
      request.refuse(UpstreamErrors.unreachable(null, servers().problem()));
    } else {
      waiting.add(request);
    }
  }

  /** Those who find no room wait on. */
  void retryWaiting() {
    if (!waiting.isEmpty()) {
      List<WaitingRequest> now = List.copyOf(waiting);
      waiting.clear();
      now.forEach(WaitingRequest::advance);
    }
  }

  // The server behind

  /** All primaries that have a part of the keys. */
  List<Node> primaries() {
    Cluster cluster = gateway.cluster();
    return cluster == null ? List.of(Node.ANY) : cluster.masters();
  }

  /** What the connection for the subscriptions of all clients is like. */
  UpstreamKind pubsubKind() {
    return new UpstreamKind(Node.ANY, 0, 2, clientIdentity());
  }

  /** Changes when another server takes over. */
  int generation() {
    return generation;
  }

  /** Whether a connection is the one that tells of the server behind. */
  boolean isMain(UpstreamConnection connection) {
    return main == null || connection == main;
  }

  /** Whether the commands of the server behind are known, and in a cluster who has what. */
  boolean isBackendKnown() {
    return gateway.backend().isKnown() && gateway.servers().isKnown();
  }

  // Time

  /** A clock for this loop, a tenth of a second coarse. */
  long nowMillis() {
    return nowMillis;
  }

  void after(long millis, Runnable action) {
    context.owner().setTimer(millis, timeIsUp -> action.run());
  }

  private void tick() {
    nowMillis = System.nanoTime() / 1_000_000;
    for (UpstreamConnection connection : connections()) {
      connection.tick(nowMillis);
      if (connection.isRetiredAndEmpty()
          || (connection != main && connection.isUnused(nowMillis))) {
        connection.close(ENDS);
      } else if (connection.isBehind()) {
        connection.close(BEHIND);
      }
    }
    pinned.tick(nowMillis);
    retryWaiting();
  }

  /** Another server is behind from now on. What is due still comes from the one before. */
  void takesOver(Settings next) {
    behind = next;
    generation++;
    shared.values().forEach(UpstreamConnection::retire);
    shared.clear();
    pinned.closeResting();
    main = shared(ownKind(), false, 0);
  }

  /** All that there are. */
  List<UpstreamConnection> connections() {
    return List.copyOf(open);
  }

  /** Closes all connections; what is due fails. */
  void close() {
    context.owner().cancelTimer(timer);
    for (UpstreamConnection connection : connections()) {
      connection.retire();
      connection.close(ENDS);
    }
  }
}
