package io.ostiary.bench;

import java.util.ArrayList;
import java.util.List;

/** Gateway's measure 3: 50 clients at a time connect, ask once and close. */
final class GatewayStormMeasure implements Measure {

  private final List<Storm> storms = List.of(new Storm("ping"), new Storm("get"));

  @Override
  public List<Row> rows() {
    return storms.stream().flatMap(storm -> storm.rows().stream()).toList();
  }

  @Override
  public void warmUp(Stand stand) throws Exception {
    for (Kind kind : GatewayBench.WAYS) {
      for (Storm storm : storms) {
        stand.warmUp(kind, "storm", "--request", storm.request);
      }
    }
  }

  @Override
  public void round(Stand stand) throws Exception {
    for (Storm storm : storms) {
      for (Kind kind : GatewayBench.WAYS) {
        storm.take(stand, kind);
      }
    }
  }

  /** Those that ask the same. */
  private static final class Storm {

    private final String request;
    private final Row rate;
    private final Row proxyCpu;
    private final Row redisCpu;
    private final Row connections;

    Storm(String request) {
      this.request = request;
      String what = request.equals("ping") ? "connect, PING, close" : "connect, GET, close";
      rate = new Row(3, what, "/s", Mark.NONE);
      proxyCpu = new Row(3, "… the proxy's CPU each", "µs", Mark.NONE);
      redisCpu = new Row(3, "… Redis's own CPU each", "µs", Mark.NONE);
      connections = new Row(3, "… connections of Redis for 100", "", Mark.NONE);
    }

    List<Row> rows() {
      return new ArrayList<>(List.of(rate, proxyCpu, redisCpu, connections));
    }

    void take(Stand stand, Kind kind) throws Exception {
      Server server = stand.server(kind);
      Server redis = stand.behind(kind);
      long before = redis.info("total_connections_received");
      double cpuBefore = redis.cpuMicros();
      Piece piece = stand.piece(server, "storm", "--request", request);
      double done = piece.sample().get("done");
      redisCpu.add(kind, (redis.cpuMicros() - cpuBefore) / done);
      // One of them asks for this figure.
      long received = redis.info("total_connections_received") - before - 1;
      connections.add(kind, received * 100 / done);
      rate.add(kind, piece.perSecond());
      if (kind.isProxy()) {
        proxyCpu.add(kind, piece.cpuMicros());
      }
    }
  }
}
