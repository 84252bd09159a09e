package io.ostiary.gateway;

import io.ostiary.resp.ErrorReply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks each primary every second which replicas it has, and how far they are. One for the whole
 * gateway; on its event loop.
 */
final class ReplicaWatch {

  private static final long EVERY_MILLIS = 1_000;

  private final GatewayLoop loop;
  private final Replicas replicas;
  private final Map<Node, OffsetHistory> histories = new HashMap<>();
  private boolean closed;

  /** Asks at once. */
  ReplicaWatch(GatewayLoop loop, Replicas replicas) {
    this.loop = loop;
    this.replicas = replicas;
    askAll();
  }

  boolean isOn(GatewayLoop other) {
    return loop == other;
  }

  private void askAll() {
    if (closed) {
      return;
    }
    List<Node> primaries = loop.primaries();
    histories.keySet().retainAll(primaries);
    primaries.forEach(this::ask);
    loop.after(EVERY_MILLIS, this::askAll);
  }

  private void ask(Node primary) {
    UpstreamConnection connection = loop.shared(loop.ownKind().at(primary), false, 0);
    if (connection.isDown() || connection.isFull()) {
      return;
    }
    int generation = loop.generation();
    long askedMillis = loop.nowMillis();
    Captured captured = new Captured();
    connection.send(Wire.request("INFO", "replication"), captured, InFlight.READ_ONLY);
    captured
        .reply()
        .onSuccess(
            reply -> {
              if (!closed && !(reply instanceof ErrorReply)) {
                learn(primary, generation, askedMillis, Backend.text(reply));
              }
            });
  }

  /** What has been written since it was asked is not known of: that makes data no younger. */
  private void learn(Node primary, int generation, long askedMillis, String told) {
    ReplicationInfo info = ReplicationInfo.of(told);
    OffsetHistory history = histories.computeIfAbsent(primary, asked -> new OffsetHistory());
    history.add(askedMillis, info.offset(), info.history());
    replicas.learn(
        primary,
        generation,
        info.replicas().stream()
            .map(
                replica ->
                    new Replicas.Known(
                        primary.replica(replica.host(), replica.port()),
                        history.millisAt(replica.offset())))
            .toList());
  }

  void close() {
    closed = true;
  }
}
