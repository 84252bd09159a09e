package io.ostiary.gateway;

import io.ostiary.client.Client;
import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.command.ChannelPermission;
import io.ostiary.command.Command;
import io.ostiary.command.CommandCheck;
import io.ostiary.command.CommandFlag;
import io.ostiary.command.CommandTable;
import io.ostiary.command.FallbackCommands;
import io.ostiary.command.Feature;
import io.ostiary.command.InfoLines;
import io.ostiary.command.InfoSection;
import io.ostiary.command.LoginGate;
import io.ostiary.command.Logins;
import io.ostiary.command.ServerIdentity;
import io.ostiary.listen.Connector;
import io.ostiary.pubsub.PubSub;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;
import io.ostiary.settings.UpstreamPubsub;
import io.ostiary.stats.Stats;
import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * Passes on what is not answered here to the server behind. Shared by all event loops and safe; the
 * parts of a loop meet nowhere else.
 */
public final class Gateway implements Feature {

  /** What is answered here otherwise. */
  private static final Set<String> BACKENDS_OWN = Set.of("command", "time");

  private final Command fallback = Command.of("UPSTREAM", -1, this::forward);
  private final LiveSettings settings;
  private final Stats serverStats;
  private final Supplier<List<InfoSection>> sections;
  private final GatewayStats stats = new GatewayStats();
  private final Backend backend = new Backend();
  private final ClientIds ids;
  private final Passthrough passthrough;
  private final ShardedSource subscriptions = new ShardedSource(this::cluster);
  private final Replicas replicas;
  private final ConnectTokens tokens = new ConnectTokens();
  private final PinnedLimit pinnedLimit;
  private final Servers servers;
  private final GatewayLoops loops = new GatewayLoops();
  private final AtomicLong lastConnectionId = new AtomicLong();

  /**
   * To the server that {@code upstream} names.
   *
   * @param clients finds one by its id
   * @param sections those of INFO that are answered here
   * @param logins what logins pass before the server behind judges them
   * @throws io.ostiary.settings.ConfigurationException if settings ask for what a gateway cannot do
   */
  public Gateway(
      LiveSettings settings,
      Stats serverStats,
      LongFunction<Optional<ConnectedClient>> clients,
      Supplier<List<InfoSection>> sections,
      LoginGate logins) {
    this.passthrough = new Passthrough(this, logins);
    StartCheck.check(settings.now());
    this.settings = settings;
    this.serverStats = serverStats;
    this.ids = new ClientIds(clients);
    this.sections = sections;
    this.pinnedLimit = new PinnedLimit(() -> settings.now().get(Directives.UPSTREAM_PINNED_MAX));
    this.servers = Upstreams.servers(settings);
    this.replicas = new Replicas(settings);
  }

  /** Whether these settings ask for a gateway. */
  public static boolean isWanted(LiveSettings settings) {
    return settings.now().get(Directives.UPSTREAM).isPresent();
  }

  /** What a server has that stands before another. */
  public List<Feature> features() {
    if (settings.now().get(Directives.UPSTREAM_PUBSUB) == UpstreamPubsub.PINNED) {
      return List.of(this);
    }
    PubSub pubSub = PubSub.of(subscriptions);
    subscriptions.deliverTo(pubSub.subscriptions());
    return List.of(this, pubSub);
  }

  /** An event loop begins to serve clients; on it. */
  public void join(Context context, Connector connector) {
    GatewayLoop loop = new GatewayLoop(this, context, connector, settings);
    loops.add(loop);
    servers.join(loop);
    subscriptions.offer(loop);
    loop.begin();
    replicas.join(loop);
  }

  /** An event loop has ended to serve; on it. */
  public void leave() {
    GatewayLoop loop = loops.remove();
    if (loop != null) {
      servers.leave(loop);
      replicas.leave(loop);
      subscriptions.withdraw(loop);
      loop.close();
    }
  }

  /** Whether the server behind judges the logins of clients. */
  public boolean passesLoginsThrough() {
    return Upstreams.judgeLogins(settings.now());
  }

  /** Logins that the server behind judges. */
  public Logins logins() {
    return passthrough;
  }

  /** What permissions ask of what goes on to the server behind. */
  public FallbackCommands facts() {
    return new BackendFacts(backend, fallback);
  }

  /** As what the server behind shows itself. */
  public ServerIdentity identity() {
    return backend;
  }

  /** What is not answered here goes on; what both have a part of is asked here and there. */
  @Override
  public CommandTable over(CommandTable before) {
    Command config = before.find("CONFIG").orElseThrow();
    Command info = before.find("INFO").orElseThrow();
    List<Command> changed = new ArrayList<>();
    changed.add(new GatewayConfig(this, config).over(config));
    changed.add(info.doing(new GatewayInfo(this, sections)));
    changed.add(
        before.find("CLIENT").orElseThrow().withSubcommand(new ClientUpstreams(this).command()));
    if (passesLoginsThrough()) {
      changed.add(before.find("AUTH").orElseThrow().doing(passthrough));
    }
    return before.without(BACKENDS_OWN).replacing(CommandTable.of(changed)).withFallback(fallback);
  }

  /** Whether a request may change data of the server behind, or what its replicas hear of. */
  public boolean mayWrite(Client client, Command command, Request request) {
    return command == fallback
        ? PassedWrites.mayWrite(request, backend.row(request), known(client))
        : command.flags().contains(CommandFlag.MAY_REPLICATE);
  }

  /** Sends a request on its client's way. */
  Reply forward(Client client, Request request) {
    BackendRow row = backend.row(request);
    boolean namesClient = row != null && row.treatment().namesClient();
    return route(client).forward(namesClient ? ids.translated(request) : request, row);
  }

  /** The way of a client's commands; made when the first goes it. */
  ClientRoute route(Client client) {
    ClientRoute route = known(client);
    if (route == null) {
      route = new ClientRoute((ConnectedClient) client, loops.current());
      client.put(ClientRoute.KEY, route);
    }
    return route;
  }

  /** The same; null if none of its commands has gone it yet. */
  static ClientRoute known(Client client) {
    return ((ConnectedClient) client).attribute(ClientRoute.KEY);
  }

  @Override
  public List<CommandCheck> checks() {
    return List.of(new Diversion(this, fallback));
  }

  @Override
  public void follow(LiveSettings live) {
    new Takeover(this).follow(live);
  }

  /** Another server is behind from now on. */
  void takesOver(Settings next) {
    loops.onEach(loop -> loop.takesOver(next));
    subscriptions.takesOver();
  }

  /** A client begins in the database that the URL names. */
  public void entered(ConnectedClient client) {
    int home = Upstreams.url(settings.now()).database();
    if (home != 0) {
      client.select(home);
    }
  }

  @Override
  public void reset(Client client) {
    entered((ConnectedClient) client);
    ClientRoute route = known(client);
    if (route != null) {
      route.reset();
    }
  }

  /** Whether a request of a client is not answered yet. On its event loop. */
  public boolean isOwed(Client client) {
    ClientRoute route = known(client);
    return route != null && route.isOwed();
  }

  /**
   * A client has sent its end, and is still owed replies: what it waits for without end is ended by
   * an answer. On its event loop.
   */
  public void inputEnded(Client client) {
    ClientRoute route = known(client);
    if (route != null) {
      route.inputEnded();
    }
  }

  /** What a client has subscribed to over a connection of its own is not known here. */
  @Override
  public boolean subscribesWithin(Client client, ChannelPermission permission) {
    ClientRoute route = known(client);
    return route == null || !route.isSubscriber();
  }

  @Override
  public void left(Client client, CloseReason reason) {
    ClientRoute route = known(client);
    if (route != null) {
      route.left();
    }
  }

  @Override
  public List<InfoSection> info() {
    return List.of(new InfoSection("Gateway", this::lines));
  }

  private String lines() {
    InfoLines lines = new InfoLines().add("upstream", settings.now().text(Directives.UPSTREAM));
    stats.addTo(lines, pinnedLimit);
    lines.add("upstream_replicas", replicas.count(System.nanoTime() / 1_000_000));
    return lines.toString();
  }

  // For the loops

  GatewayLoops loops() {
    return loops;
  }

  Backend backend() {
    return backend;
  }

  /** The cluster behind; null if it is none. */
  Cluster cluster() {
    return servers instanceof Cluster cluster && cluster.isFound() ? cluster : null;
  }

  Servers servers() {
    return servers;
  }

  Replicas replicas() {
    return replicas;
  }

  ShardedSource subscriptions() {
    return subscriptions;
  }

  GatewayStats stats() {
    return stats;
  }

  ConnectTokens tokens() {
    return tokens;
  }

  PinnedLimit pinnedLimit() {
    return pinnedLimit;
  }

  long nextConnectionId() {
    return lastConnectionId.incrementAndGet();
  }

  void countErrors(int errors) {
    if (errors > 0) {
      serverStats.errorReplies(errors);
    }
  }
}
