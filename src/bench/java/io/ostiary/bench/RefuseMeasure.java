package io.ostiary.bench;

import java.util.List;

/** Measure 3: connections to a server at maxclients, 50 at a time, that read the refusal. */
final class RefuseMeasure implements Measure {

  private final Row rate =
      new Row(3, "refusals at maxclients; 50 at a time", "/s", Mark.atLeast(1));
  private final Row cpu = new Row(3, "… server CPU a refusal", "µs", Mark.atMost(1));

  @Override
  public List<Row> rows() {
    return List.of(rate, cpu);
  }

  @Override
  public void warmUp(Stand stand) throws Exception {
    for (Kind kind : stand.compared()) {
      try (FullHouse house = FullHouse.of(stand, stand.server(kind), 0)) {
        stand.warmUp(kind, "refuse");
      }
    }
  }

  @Override
  public void round(Stand stand) throws Exception {
    for (Kind kind : stand.compared()) {
      Server server = stand.server(kind);
      try (FullHouse house = FullHouse.of(stand, server, 0)) {
        Piece piece = stand.piece(server, "refuse");
        rate.add(kind, piece.perSecond());
        cpu.add(kind, piece.cpuMicros());
      }
    }
  }
}
