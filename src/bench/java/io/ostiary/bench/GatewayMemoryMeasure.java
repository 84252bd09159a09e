package io.ostiary.bench;

import java.util.List;

/** Gateway's measure 5: what clients that have asked once take of fresh processes. */
final class GatewayMemoryMeasure implements Measure {

  private static final int CLIENTS = 8_000;

  private final Row front = new Row(5, "memory an idle client takes, 8,000 of them", "B", Mark.NONE);
  private final Row behind = new Row(5, "… of the Redis behind", "B", Mark.NONE);
  private final Row without =
      new Row(5, "… of Ostiary without a gateway", "B", Mark.NONE);

  @Override
  public List<Row> rows() {
    return List.of(front, behind, without);
  }

  @Override
  public void round(Stand stand) throws Exception {
    front.add(Kind.REDIS, alone(stand, Kind.REDIS));
    without.add(Kind.OSTIARY, alone(stand, Kind.OSTIARY));
    for (Kind kind : GatewayBench.WAYS) {
      if (kind.isProxy()) {
        take(stand, kind);
      }
    }
  }

  private static double alone(Stand stand, Kind kind) throws Exception {
    try (Server server = stand.launcher().start(kind)) {
      double fresh = server.residentBytesCollected();
      try (Load idle = stand.load(server, "idle", "--clients", CLIENTS, "--request", "get")) {
        idle.sample().faultless();
        double grown = server.residentBytesCollected() - fresh;
        idle.dismiss().faultless();
        return grown / CLIENTS;
      }
    }
  }

  private void take(Stand stand, Kind kind) throws Exception {
    try (Server redis = stand.launcher().start(Kind.REDIS);
        Server server = stand.launcher().startBefore(redis, kind)) {
      double fresh = server.residentBytesCollected();
      double freshBehind = redis.residentBytes();
      try (Load idle = stand.load(server, "idle", "--clients", CLIENTS, "--request", "get")) {
        idle.sample().faultless();
        double grown = server.residentBytesCollected() - fresh;
        double grownBehind = redis.residentBytes() - freshBehind;
        idle.dismiss().faultless();
        front.add(kind, grown / CLIENTS);
        behind.add(kind, grownBehind / CLIENTS);
      }
    }
  }
}
