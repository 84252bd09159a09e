package io.ostiary.gateway;

import io.ostiary.listen.Destination;
import io.ostiary.resp.AggregateReply;
import io.ostiary.resp.ErrorReply;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns the slots of a cluster anew when they may have changed: once at a time for all event
 * loops, and not more often than now and then. Safe from any thread.
 */
final class SlotMapRefresh {

  private static final Logger log = LoggerFactory.getLogger(SlotMapRefresh.class);

  private static final long REST_MILLIS = 100;

  private final Cluster cluster;
  private final SlotMap slots;
  private final Set<GatewayLoop> loops = ConcurrentHashMap.newKeySet();
  private GatewayLoop asks; // null: none is about to
  private boolean wantedAgain;
  private volatile String problem = ""; // why the last one failed; empty: it did not

  SlotMapRefresh(Cluster cluster, SlotMap slots) {
    this.cluster = cluster;
    this.slots = slots;
  }

  void join(GatewayLoop loop) {
    loops.add(loop);
  }

  synchronized void leave(GatewayLoop loop) {
    loops.remove(loop);
    if (asks == loop) {
      asks = null;
      loops.stream().findAny().ifPresent(this::want);
    }
  }

  /** Has it done soon. */
  synchronized void want(GatewayLoop loop) {
    if (asks != null) {
      wantedAgain = true;
    } else if (loops.contains(loop)) {
      asks = loop;
      wantedAgain = false;
      loop.connector().afterTurn(() -> ask(loop));
    }
  }

  private void ask(GatewayLoop loop) {
    Set<Destination> all = new LinkedHashSet<>();
    slots.masters().forEach(node -> all.add(cluster.destination(node)));
    all.addAll(cluster.seeds());
    ask(loop, List.copyOf(all), 0, "");
  }

  private void ask(GatewayLoop loop, List<Destination> nodes, int index, String before) {
    if (index == nodes.size()) {
      rest(loop, "no node tells the slots of the cluster: " + before);
      return;
    }
    Destination node = nodes.get(index);
    Inquiry.ask(loop, node, cluster.identity(), "CLUSTER", "SLOTS")
        .onComplete(
            reply -> {
              if (reply.result() instanceof AggregateReply ranges && !ranges.elements().isEmpty()) {
                learn(ranges, node);
                rest(loop, "");
                return;
              }
              String why =
                  reply.result() instanceof ErrorReply refused
                      ? refused.text()
                      : reply.failed() ? reply.cause().getMessage() : "it knows of no slots";
              ask(loop, nodes, index + 1, node + ": " + why);
            });
  }

  private void learn(AggregateReply ranges, Destination asked) {
    List<Node> before = slots.masters();
    slots.learn(ranges, asked instanceof Destination.Tcp tcp ? tcp.host() : "");
    if (!slots.masters().equals(before)) {
      log.info("Upstream is a cluster of {}", slots.masters());
      loops.forEach(loop -> loop.connector().afterTurn(loop::retryWaiting));
    }
  }

  /** Why the slots are not told; empty if they are, or may be. */
  String problem() {
    return problem;
  }

  private void rest(GatewayLoop loop, String why) {
    boolean isNew = problem.isEmpty() && !why.isEmpty();
    problem = why;
    loop.after(REST_MILLIS, () -> rested(loop, isNew));
  }

  private synchronized void rested(GatewayLoop loop, boolean complains) {
    if (complains) {
      // Not before: a loop that ends asks in vain, too.
      log.warn("Upstream is unreachable: {}", problem);
    }
    if (asks == loop) {
      asks = null;
      if (wantedAgain || !slots.isKnown()) {
        want(loop);
      }
    }
  }
}
