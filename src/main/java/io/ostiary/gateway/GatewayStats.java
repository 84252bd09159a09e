package io.ostiary.gateway;

import io.ostiary.command.InfoLines;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What the gateway has counted. Shared by all event loops and safe. */
final class GatewayStats {

  private final LongAdder shared = new LongAdder();
  private final Map<PinReason, LongAdder> pinned = new EnumMap<>(PinReason.class);
  private final Map<PinReason, LongAdder> pins = new EnumMap<>(PinReason.class);
  private final LongAdder connects = new LongAdder();
  private final LongAdder losses = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder bytesIn = new LongAdder();
  private final LongAdder bytesOut = new LongAdder();
  private final LongAccumulator longestWaitMillis = new LongAccumulator(Math::max, 0);

  GatewayStats() {
    for (PinReason reason : PinReason.values()) {
      pinned.put(reason, new LongAdder());
      pins.put(reason, new LongAdder());
    }
  }

  void connecting() {
    connects.increment();
  }

  void shared(int change) {
    shared.add(change);
  }

  /** One client more, or less, has a connection of its own for this reason. */
  void pinned(PinReason reason, int change) {
    pinned.get(reason).add(change);
    if (change > 0) {
      pins.get(reason).increment();
    }
  }

  void lost() {
    losses.increment();
  }

  void retried(int requests) {
    retries.add(requests);
  }

  void received(int bytes) {
    bytesIn.add(bytes);
  }

  void sent(int bytes) {
    bytesOut.add(bytes);
  }

  void waited(long millis) {
    longestWaitMillis.accumulate(millis);
  }

  /** Adds them to INFO's section. */
  void addTo(InfoLines lines, PinnedLimit limit) {
    lines
        .add("upstream_connections_shared", shared.sum())
        .add("upstream_connections_pinned", limit.taken())
        .add("upstream_waiting_clients", limit.waiting())
        .add("upstream_longest_wait_ms", longestWaitMillis.get())
        .add("upstream_connects", connects.sum())
        .add("upstream_losses", losses.sum())
        .add("upstream_retries", retries.sum())
        .add("upstream_net_input_bytes", bytesIn.sum())
        .add("upstream_net_output_bytes", bytesOut.sum());
    for (PinReason reason : PinReason.values()) {
      if (reason != PinReason.NONE) {
        lines.add("pinned_" + reason.text(), pinned.get(reason).sum());
        lines.add("pins_" + reason.text(), pins.get(reason).sum());
      }
    }
  }
}
