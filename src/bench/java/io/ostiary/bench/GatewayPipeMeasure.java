package io.ostiary.bench;

import java.util.ArrayList;
import java.util.List;

/** Gateway's measure 1: 50 clients GET values of 100 bytes, 1 or 16 at once. */
final class GatewayPipeMeasure implements Measure {

  private static final int[] PIPELINES = {1, 16};

  private final List<Row> rates = new ArrayList<>();
  private final List<Row> proxyCpus = new ArrayList<>();
  private final List<Row> redisCpus = new ArrayList<>();

  GatewayPipeMeasure() {
    for (int pipeline : PIPELINES) {
      rates.add(new Row(1, "GET, 50 clients, pipeline " + pipeline, "/s", Mark.NONE));
      proxyCpus.add(new Row(1, "… the proxy's CPU each", "µs", Mark.NONE));
      redisCpus.add(new Row(1, "… Redis's own CPU each", "µs", Mark.NONE));
    }
  }

  @Override
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < PIPELINES.length; i++) {
      rows.addAll(List.of(rates.get(i), proxyCpus.get(i), redisCpus.get(i)));
    }
    return rows;
  }

  @Override
  public void warmUp(Stand stand) throws Exception {
    for (Kind kind : GatewayBench.WAYS) {
      for (int pipeline : PIPELINES) {
        stand.warmUp(kind, "pipe", "--request", "get", "--pipeline", pipeline);
      }
    }
  }

  @Override
  public void round(Stand stand) throws Exception {
    for (int i = 0; i < PIPELINES.length; i++) {
      for (Kind kind : GatewayBench.WAYS) {
        Server server = stand.server(kind);
        Server redis = stand.behind(kind);
        double before = redis.cpuMicros();
        Piece piece =
            stand.piece(server, "pipe", "--request", "get", "--pipeline", PIPELINES[i]);
        rates.get(i).add(kind, piece.perSecond());
        redisCpus.get(i).add(kind, (redis.cpuMicros() - before) / piece.sample().get("done"));
        if (kind.isProxy()) {
          proxyCpus.get(i).add(kind, piece.cpuMicros());
        }
      }
    }
  }
}
