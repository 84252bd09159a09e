package io.ostiary.bench;

import java.util.List;

/** Measures 1 and 2: connect, PING, close, 50 at a time. */
final class StormMeasure implements Measure {

  private final Row rate = new Row(1, "connect, PING, close; 50 at a time", "/s", Mark.atLeast(1));
  private final Row cpu = new Row(2, "… server CPU a connection", "µs", Mark.atMost(1));

  StormMeasure() {
    rate.remark("aim 1.2");
  }

  @Override
  public List<Row> rows() {
    return List.of(rate, cpu);
  }

  @Override
  public void warmUp(Stand stand) throws Exception {
    for (Kind kind : stand.comparedWithFloor()) {
      stand.warmUp(kind, "storm");
    }
  }

  @Override
  public void round(Stand stand) throws Exception {
    for (Kind kind : stand.comparedWithFloor()) {
      Piece piece = stand.piece(stand.server(kind), "storm");
      rate.add(kind, piece.perSecond());
      cpu.add(kind, piece.cpuMicros());
    }
  }
}
