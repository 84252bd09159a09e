package io.ostiary.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** Gateway's measure 2: 2,000 clients of which each asks once in two seconds. */
final class GatewayCallsMeasure implements Measure {

  private static final int CLIENTS = 2_000;
  private static final int PACE_MICROS = 1_000;

  private final Row connections =
      new Row(2, "2,000 clients, 1,000 GETs/s: connections", "", Mark.NONE);
  private final Row p50 = new Row(2, "… p50 of a GET", "µs", Mark.NONE);
  private final Row p99 = new Row(2, "… p99 of a GET", "µs", Mark.NONE);

  @Override
  public List<Row> rows() {
    return List.of(connections, p50, p99);
  }

  @Override
  public void warmUp(Stand stand) throws Exception {
    round(stand);
  }

  @Override
  public void round(Stand stand) throws Exception {
    for (Kind kind : GatewayBench.WAYS) {
      Server server = stand.server(kind);
      double seconds = stand.options().pieceSeconds();
      try (Load calls =
          stand.load(
              server, "calls", "--clients", CLIENTS, "--every", PACE_MICROS, "--hold", 60,
              "--seconds", seconds)) {
        calls.sample().faultless();
        calls.begin();
        TimeUnit.MILLISECONDS.sleep((long) (seconds * 500));
        // Without the one that asks.
        connections.add(kind, stand.behind(kind).info("connected_clients") - 1);
        Sample sample = calls.sample().faultless();
        p50.add(kind, sample.get("p50"));
        p99.add(kind, sample.get("p99"));
      }
    }
  }
}
