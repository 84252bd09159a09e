package io.ostiary.bench;

import java.util.ArrayList;
import java.util.List;

/** Measure 4: the latency of an admitted client during many connections, and many refusals. */
final class InsideMeasure implements Measure {

  private final Storm connections = new Storm("connections");
  private final Storm refusals = new Storm("refusals");

  @Override
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>(connections.rows());
    rows.addAll(refusals.rows());
    return rows;
  }

  @Override
  public void warmUp(Stand stand) throws Exception {
    round(stand);
  }

  @Override
  public void round(Stand stand) throws Exception {
    for (Kind kind : stand.compared()) {
      Server server = stand.server(kind);
      try (Insider insider = Insider.of(stand, server)) {
        connections.add(kind, insider.pingDuring("storm"));
      }
      try (FullHouse house = FullHouse.of(stand, server, 1);
          Insider insider = Insider.of(stand, server)) {
        refusals.add(kind, insider.pingDuring("refuse"));
      }
    }
  }

  /** The rows of one kind of storm. */
  private static final class Storm {

    private static final Mark MARK = Mark.atMost(0.7);

    private final Row p50;
    private final Row p99;
    private final Row meanwhile;

    Storm(String what) {
      p50 = new Row(4, "PING of one inside, storm of " + what + ": p50", "µs", MARK);
      p99 = new Row(4, "… p99", "µs", MARK);
      meanwhile = new Row(4, "… " + what + " meanwhile", "/s", Mark.NONE);
    }

    List<Row> rows() {
      return List.of(p50, p99, meanwhile);
    }

    void add(Kind kind, Insider.Felt felt) {
      p50.add(kind, felt.pings().get("p50"));
      p99.add(kind, felt.pings().get("p99"));
      meanwhile.add(kind, felt.meanwhile());
    }
  }
}
