package io.ostiary.gateway;

import io.ostiary.client.Client;
import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.command.Command;
import io.ostiary.command.CommandCheck;
import io.ostiary.command.Feature;
import io.ostiary.command.InfoLines;
import io.ostiary.command.InfoSection;
import io.ostiary.listen.Connector;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.stats.Stats;
import io.vertx.core.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes on what is not answered here to the server behind. Shared by all event loops and safe; the
 * parts of a loop meet nowhere else.
 */
public final class Gateway implements Feature {

  private final LiveSettings settings;
  private final Stats serverStats;
  private final GatewayStats stats = new GatewayStats();
  private final Backend backend = new Backend();
  private final PinnedLimit pinnedLimit;
  private final Map<Thread, GatewayLoop> loops = new ConcurrentHashMap<>();
  private final AtomicLong lastConnectionId = new AtomicLong();

  /** To the server that {@code upstream} names. */
  public Gateway(LiveSettings settings, Stats serverStats) {
    this.settings = settings;
    this.serverStats = serverStats;
    this.pinnedLimit = new PinnedLimit(() -> settings.now().get(Directives.UPSTREAM_PINNED_MAX));
  }

  /** Whether these settings ask for a gateway. */
  public static boolean isWanted(LiveSettings settings) {
    return settings.now().get(Directives.UPSTREAM).isPresent();
  }

  /** An event loop begins to serve clients; on it. */
  public void join(Context context, Connector connector) {
    GatewayLoop loop = new GatewayLoop(this, context, connector, settings);
    loops.put(Thread.currentThread(), loop);
    loop.begin();
  }

  /** An event loop has ended to serve; on it. */
  public void leave() {
    GatewayLoop loop = loops.remove(Thread.currentThread());
    if (loop != null) {
      loop.close();
    }
  }

  /** What runs for every command that is not answered here. */
  public Command fallback() {
    return Command.of("UPSTREAM", -1, (client, request) -> forward(client, request));
  }

  private Reply forward(Client client, Request request) {
    return route((ConnectedClient) client).forward(request, backend.row(request));
  }

  private ClientRoute route(ConnectedClient client) {
    ClientRoute route = client.attribute(ClientRoute.KEY);
    if (route == null) {
      route = new ClientRoute(client, loops.get(Thread.currentThread()));
      client.put(ClientRoute.KEY, route);
    }
    return route;
  }

  @Override
  public List<CommandCheck> checks() {
    return List.of(Gateway::divert);
  }

  /** What is answered here at other times, but not now. */
  private static Optional<Reply> divert(Client client, Command command, Request request) {
    ClientRoute route = ((ConnectedClient) client).attribute(ClientRoute.KEY);
    return route == null || !route.takesAll() ? Optional.empty() : route.divert(command, request);
  }

  @Override
  public void left(Client client, CloseReason reason) {
    ClientRoute route = ((ConnectedClient) client).attribute(ClientRoute.KEY);
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
    return lines.toString();
  }

  // For the loops

  Backend backend() {
    return backend;
  }

  GatewayStats stats() {
    return stats;
  }

  PinnedLimit pinnedLimit() {
    return pinnedLimit;
  }

  long nextConnectionId() {
    return lastConnectionId.incrementAndGet();
  }

  /** A client waits for a pinned connection: those at rest, on whichever loop, make room. */
  void restingMayGo() {
    loops.values().forEach(GatewayLoop::giveUpResting);
  }

  void countErrors(int errors) {
    for (int i = 0; i < errors; i++) {
      serverStats.errorReply();
    }
  }
}
