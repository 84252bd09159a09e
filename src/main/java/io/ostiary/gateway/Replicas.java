package io.ostiary.gateway;

import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.UpstreamRead;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The replicas that may be read from: those whose data is no older than {@code
 * upstream-replica-max-lag}. Times are those of the event loops' clocks, which have one source.
 * Safe from any thread.
 */
final class Replicas {

  /** How long one is left alone. */
  private static final long AVOIDED_MILLIS = 2_000;

  /**
   * A replica.
   *
   * @param freshMillis it has all that its primary had then
   */
  record Known(Node node, long freshMillis) {}

  /** By one server's word, which another may have followed. */
  private record Told(int generation, List<Known> replicas) {}

  private static final Told NOTHING = new Told(0, List.of());

  private final LiveSettings settings;
  private final boolean wanted;
  private final Map<Node, Told> byPrimary = new ConcurrentHashMap<>();
  private final Map<Node, Long> avoidedUntil = new ConcurrentHashMap<>();
  private final Set<GatewayLoop> loops = ConcurrentHashMap.newKeySet();
  private ReplicaWatch watch; // null: no loop needs one

  Replicas(LiveSettings settings) {
    this.settings = settings;
    this.wanted = settings.now().get(Directives.UPSTREAM_READ) == UpstreamRead.REPLICA;
  }

  /** Whether commands that only read are to go to replicas. */
  boolean areWanted() {
    return wanted;
  }

  /** A loop begins; on it. */
  void join(GatewayLoop loop) {
    if (wanted) {
      loops.add(loop);
      watchOn(loop);
    }
  }

  private synchronized void watchOn(GatewayLoop loop) {
    if (watch == null && loops.contains(loop)) {
      watch = new ReplicaWatch(loop, this);
    }
  }

  /** A loop ends; on it. */
  synchronized void leave(GatewayLoop loop) {
    loops.remove(loop);
    if (watch != null && watch.isOn(loop)) {
      watch.close();
      watch = null;
      loops.stream()
          .findAny()
          .ifPresent(other -> other.connector().afterTurn(() -> watchOn(other)));
    }
  }

  // What is known

  /**
   * A primary has told of its replicas.
   *
   * @param generation of servers that it belongs to
   */
  void learn(Node primary, int generation, List<Known> replicas) {
    byPrimary.put(primary, new Told(generation, List.copyOf(replicas)));
  }

  /** Another server has taken a primary's place. */
  void forget(Node primary) {
    byPrimary.remove(primary);
  }

  /** One is left alone for a while, since it could not be reached or refused. */
  void avoid(Node replica, long nowMillis) {
    avoidedUntil.put(replica, nowMillis + AVOIDED_MILLIS);
  }

  /**
   * The replica of a primary for a client's reads; null if none may be read from.
   *
   * @param client gets the same one each time, as long as that may be
   * @param loop on its thread
   */
  Node of(Node primary, long client, GatewayLoop loop) {
    List<Known> replicas = told(primary, loop);
    for (int i = 0; i < replicas.size(); i++) {
      Known next = replicas.get((int) ((client + i) % replicas.size()));
      if (mayBeRead(next, loop.nowMillis())) {
        return next.node();
      }
    }
    return null;
  }

  /** Whether a replica may still be read from; on the loop. */
  boolean mayBeRead(Node replica, GatewayLoop loop) {
    List<Known> replicas = told(replica.primary(), loop);
    for (int i = 0; i < replicas.size(); i++) {
      if (replicas.get(i).node().equals(replica)) {
        return mayBeRead(replicas.get(i), loop.nowMillis());
      }
    }
    return false;
  }

  private List<Known> told(Node primary, GatewayLoop loop) {
    Told told = byPrimary.getOrDefault(primary, NOTHING);
    return told.generation() == loop.generation() ? told.replicas() : List.of();
  }

  private boolean mayBeRead(Known replica, long nowMillis) {
    long mostMillis = settings.now().get(Directives.UPSTREAM_REPLICA_MAX_LAG).toMillis();
    return mostMillis > 0
        && nowMillis - replica.freshMillis() <= mostMillis
        && nowMillis >= avoidedUntil.getOrDefault(replica.node(), nowMillis);
  }

  /** How many may be read from. */
  long count(long nowMillis) {
    return byPrimary.values().stream()
        .flatMap(told -> told.replicas().stream())
        .filter(replica -> mayBeRead(replica, nowMillis))
        .count();
  }
}
