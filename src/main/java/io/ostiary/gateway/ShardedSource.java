package io.ostiary.gateway;

import io.ostiary.listen.Destination;
import io.ostiary.pubsub.Kind;
import io.ostiary.pubsub.Source;
import io.ostiary.pubsub.Subscriptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Subscriptions behind: any server has all channels and patterns, and in a cluster the master of a
 * channel's slot has what is sharded. What moves there is followed. Safe from any thread.
 */
final class ShardedSource implements Source {

  private static final byte[] SUBSCRIBE = {'S', 'S', 'U', 'B', 'S', 'C', 'R', 'I', 'B', 'E'};

  /** Before a channel is looked for again. */
  private static final long REST_MILLIS = 150;

  private final Supplier<Cluster> cluster; // gives null where none is behind
  private final UpstreamSubscriptions common = new UpstreamSubscriptions(Node.ANY, this);
  private final Map<Node, UpstreamSubscriptions> shards = new ConcurrentHashMap<>();
  private final Map<ByteBuffer, UpstreamSubscriptions> places = new ConcurrentHashMap<>();
  private volatile Subscriptions deliversTo;
  private volatile GatewayLoop home; // null: no loop has joined

  ShardedSource(Supplier<Cluster> cluster) {
    this.cluster = cluster;
  }

  /** Says who gets messages; once, before a client is served. */
  void deliverTo(Subscriptions subscriptions) {
    deliversTo = subscriptions;
    common.deliverTo(subscriptions);
  }

  /** A loop has joined. */
  synchronized void offer(GatewayLoop loop) {
    if (home == null) {
      home = loop;
    }
    common.offer(loop);
  }

  /** A loop has left; what lived there is over. */
  synchronized void withdraw(GatewayLoop loop) {
    if (home == loop) {
      home = null;
    }
    common.withdraw(loop);
    shards.values().forEach(shard -> shard.withdraw(loop));
  }

  /** Another server is behind from now on. From any thread. */
  void takesOver() {
    common.takesOver();
  }

  /** Another server is the master; on a loop. */
  void leadTo(GatewayLoop loop, Destination server) {
    if (home == loop) {
      common.leadTo(server);
    }
  }

  @Override
  public Future<Void> subscribe(Kind kind, byte[] name) {
    if (kind != Kind.SHARD_CHANNEL || cluster.get() == null) {
      return common.subscribe(kind, name);
    }
    UpstreamSubscriptions shard = shard(name);
    places.put(ByteBuffer.wrap(name), shard);
    return shard.subscribe(kind, name);
  }

  @Override
  public void unsubscribe(Kind kind, byte[] name) {
    UpstreamSubscriptions place =
        kind == Kind.SHARD_CHANNEL ? places.remove(ByteBuffer.wrap(name)) : null;
    (place == null ? common : place).unsubscribe(kind, name);
  }

  /** Where a channel is now; anywhere, where that is not known: then a node says so. */
  private UpstreamSubscriptions shard(byte[] name) {
    Cluster now = cluster.get();
    Node owner = now == null ? null : now.owner(slot(name));
    return owner == null ? common : shards.computeIfAbsent(owner, this::newShard);
  }

  private static int slot(byte[] name) {
    return Slots.of(Wire.decoded(Wire.request(SUBSCRIBE, name)), 1);
  }

  private UpstreamSubscriptions newShard(Node node) {
    UpstreamSubscriptions shard = new UpstreamSubscriptions(node, this);
    shard.deliverTo(deliversTo);
    GatewayLoop loop = home;
    if (loop != null) {
      shard.offer(loop);
    }
    return shard;
  }

  // On the home loop

  /** Whether a channel belongs to another node by now. */
  boolean hasMoved(byte[] name, Node from) {
    Cluster now = cluster.get();
    Node owner = now == null ? null : now.owner(slot(name));
    return owner != null && !owner.equals(from);
  }

  /**
   * A channel is not at its node any more: it is subscribed to where it is, when that is known.
   *
   * @param waiting complete, or to be completed, when it is
   */
  void moved(GatewayLoop loop, UpstreamSubscriptions from, byte[] name, Promise<Void> waiting) {
    loop.servers().lost(loop);
    loop.after(
        REST_MILLIS,
        () -> {
          ByteBuffer channel = ByteBuffer.wrap(name);
          UpstreamSubscriptions shard = shard(name);
          if (places.replace(channel, from, shard)) {
            shard.takeOver(name, waiting);
          }
        });
  }
}
