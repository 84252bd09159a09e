package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.ostiary.listen.Destination;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.Reply;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The masters of a cluster and their slots. What is not known to be a cluster yet may turn out to
 * be one server. Safe from any thread.
 */
final class Cluster implements Servers {

  private static final byte[] ASKING = {'A', 'S', 'K', 'I', 'N', 'G'};

  /** How often a request is sent on; nodes may disagree for a while. */
  private static final int MOST_HOPS = 64;

  /** How often without a rest. */
  private static final int MOST_HASTY_HOPS = 4;

  private static final long REST_MILLIS = 50;

  private static final ErrorReply LEFT = new ErrorReply("ERR the client has left");

  private final LiveSettings settings;
  private final SlotMap slots = new SlotMap();
  private final SlotMapRefresh refresh;
  private final AtomicInteger turns = new AtomicInteger();
  private volatile boolean found; // that it is one

  /**
   * Behind the URL of these settings.
   *
   * @param given whether the settings say that it is a cluster
   */
  Cluster(LiveSettings settings, boolean given) {
    this.settings = settings;
    this.found = given;
    this.refresh = new SlotMapRefresh(this, slots);
  }

  /** Whether it is a cluster. */
  boolean isFound() {
    return found;
  }

  @Override
  public boolean mayBeChanged() {
    return !found;
  }

  /** Whether the owners of slots are known. */
  @Override
  public boolean isKnown() {
    return !found || slots.isKnown();
  }

  @Override
  public String problem() {
    return refresh.problem();
  }

  /** The master that has a slot; null if none is known. */
  Node owner(int slot) {
    return slots.owner(slot);
  }

  /** All masters that have slots, by the lowest of those. */
  List<Node> masters() {
    return slots.masters();
  }

  int lowestSlot(Node master) {
    return slots.lowestSlot(master);
  }

  /** Whether commands with keys of several slots are taken apart. */
  boolean splits() {
    return settings.now().get(Directives.UPSTREAM_SPLIT);
  }

  // Where they are

  @Override
  public void join(GatewayLoop loop) {
    refresh.join(loop);
    if (found) {
      refresh.want(loop);
    }
  }

  @Override
  public void leave(GatewayLoop loop) {
    refresh.leave(loop);
  }

  @Override
  public Future<Destination> locate(GatewayLoop loop, Node node) {
    if (!found) {
      return Future.succeededFuture(loop.destination());
    }
    if (!slots.isKnown()) {
      refresh.want(loop);
    }
    return Future.succeededFuture(node.equals(Node.ANY) ? any() : destination(node));
  }

  /** Another one with each call. */
  private Destination any() {
    List<Node> masters = slots.masters();
    List<Destination> all =
        masters.isEmpty() ? seeds() : masters.stream().map(this::destination).toList();
    return all.get(Math.floorMod(turns.getAndIncrement(), all.size()));
  }

  List<Destination> seeds() {
    return Upstreams.destinations(settings.now());
  }

  Destination destination(Node node) {
    return Upstreams.destination(settings.now(), node.host(), node.port());
  }

  Identity identity() {
    return Upstreams.identity(settings.now());
  }

  @Override
  public void clusterInfo(GatewayLoop loop, Reply reply) {
    if (!found && Backend.text(reply).contains("cluster_enabled:1")) {
      found = true;
      refresh.want(loop);
    }
  }

  @Override
  public void lost(GatewayLoop loop) {
    if (found) {
      refresh.want(loop);
    }
  }

  // Redirections

  @Override
  public ErrorWatch watch(UpstreamConnection connection) {
    return (error, request, target, flags) ->
        found
            && Redirection.is(error)
            && redirects(connection, Redirection.of(error, connection), request, target, flags);
  }

  private boolean redirects(
      UpstreamConnection from, Redirection to, ByteBuf request, ReplyTarget target, int flags) {
    GatewayLoop loop = from.loop();
    if (to.kind() == Redirection.Kind.MOVED) {
      slots.moved(to.slot(), to.node());
    }
    if (to.kind() != Redirection.Kind.ASK) {
      refresh.want(loop);
    }
    boolean names = to.kind() == Redirection.Kind.MOVED || to.kind() == Redirection.Kind.ASK;
    boolean within = (flags & (InFlight.CHAINED | InFlight.BOUND)) != 0;
    if (within && names) {
      HeldError.of(ClusterErrors.MOVED_MEANWHILE).passOn(target);
      return true;
    }
    if (within || to.kind() == Redirection.Kind.DOWN) {
      return false;
    }
    Redirected again = Redirected.again(target);
    ByteBuf copy = Wire.copy(request);
    if (again.hops() > MOST_HOPS) {
      again.failed(new ErrorReply(to.text()), false);
    } else if (again.hops() > MOST_HASTY_HOPS || to.kind() == Redirection.Kind.TRY_AGAIN) {
      loop.after(REST_MILLIS, () -> send(from, to, copy, again, flags));
    } else {
      send(from, to, copy, again, flags);
    }
    return true;
  }

  private static void send(
      UpstreamConnection from, Redirection where, ByteBuf request, Redirected target, int flags) {
    UpstreamConnection to =
        from.isShared()
            ? from.loop().shared(from.kind().at(where.node()), from.isSlow(), 0)
            : pinned(from.loop().pinned(), from.kind().at(where.node()), target);
    if (to == null) {
      target.failed(UpstreamErrors.NO_PINNED, false);
    } else if (to.isDown()) {
      target.failed(to.server().unreachable(), false);
    } else {
      if (where.kind() == Redirection.Kind.ASK) {
        to.send(Wire.request(ASKING), IgnoredReplies.OWN, 0);
      }
      to.send(request, target, flags & (InFlight.READ_ONLY | InFlight.BLOCKING));
    }
  }

  /** A connection for one request alone; null when as many are in use as may be. */
  private static UpstreamConnection pinned(PinnedPool pool, UpstreamKind kind, Redirected request) {
    UpstreamConnection taken = pool.take(kind, IgnoredReplies.PUSHES);
    if (taken != null) {
      request.whenDone(() -> pool.giveBack(taken, false));
      request.whenLeft(() -> taken.close(LEFT));
    }
    return taken;
  }
}
