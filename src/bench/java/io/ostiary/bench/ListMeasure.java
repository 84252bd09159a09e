package io.ostiary.bench;

import java.util.List;

/** Measure 9: CLIENT LIST over 10,000 clients, and the latency of another client meanwhile. */
final class ListMeasure implements Measure {

  private static final int CLIENTS = 10_000;

  private final Row time = new Row(9, "CLIENT LIST of 10,000 clients", "ms", Mark.atMost(1));
  private final Row others =
      new Row(9, "… p99 of another client's PING meanwhile", "µs", Mark.atMost(0.5));

  @Override
  public List<Row> rows() {
    return List.of(time, others);
  }

  @Override
  public void warmUp(Stand stand) throws Exception {
    for (Kind kind : stand.compared()) {
      take(stand, kind);
    }
  }

  @Override
  public void round(Stand stand) throws Exception {
    warmUp(stand);
  }

  private void take(Stand stand, Kind kind) throws Exception {
    Server server = stand.server(kind);
    server.setMaxClients(CLIENTS + 100);
    try (Crowd crowd = new Crowd(stand, server)) {
      crowd.growTo(CLIENTS);
      time.add(kind, stand.piece(server, "list").sample().get("p50") / 1000);
      try (Insider insider = Insider.of(stand, server)) {
        others.add(kind, insider.pingDuring("list").pings().get("p99"));
      }
      crowd.shrink();
    }
    server.setMaxClients(CLIENTS);
  }
}
