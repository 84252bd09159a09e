package io.ostiary.bench;

import java.util.List;

/** Measure 4: what a client already in feels of a storm of connections, and of one of refusals. */
final class InsideMeasure implements Measure {

  private static final Mark MARK = Mark.atMost(0.7);

  private final Row stormP50 = new Row(4, "PING of one inside, connections storm: p50", "µs", MARK);
  private final Row stormP99 = new Row(4, "… p99", "µs", MARK);
  private final Row refuseP50 = new Row(4, "PING of one inside, refusals storm: p50", "µs", MARK);
  private final Row refuseP99 = new Row(4, "… p99", "µs", MARK);

  @Override
  public List<Row> rows() {
    return List.of(stormP50, stormP99, refuseP50, refuseP99);
  }

  @Override
  public void warmUp(Stand stand) throws Exception {
    round(stand);
  }

  @Override
  public void round(Stand stand) throws Exception {
    for (Kind kind : List.of(Kind.REDIS, Kind.OSTIARY)) {
      Server server = stand.server(kind);
      try (Insider insider = Insider.of(stand, server)) {
        Sample pings = insider.pingDuring("storm");
        stormP50.add(kind, pings.get("p50"));
        stormP99.add(kind, pings.get("p99"));
      }
      try (FullHouse house = FullHouse.of(stand, server, 1);
          Insider insider = Insider.of(stand, server)) {
        Sample pings = insider.pingDuring("refuse");
        refuseP50.add(kind, pings.get("p50"));
        refuseP99.add(kind, pings.get("p99"));
      }
    }
  }
}
