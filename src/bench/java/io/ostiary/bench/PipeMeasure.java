package io.ostiary.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures 5, 6 and 7: 50 clients that send 1, 16 or 100 requests at once. */
final class PipeMeasure implements Measure {

  private static final int[] PIPELINES = {1, 16, 100};
  private static final double[] LEAST_RATE = {1.0, 1.0, 1.6};
  private static final double[] MOST_CPU = {0.9, 0.6, 0.4};

  private final String request;
  private final boolean withFloor;
  private final List<Row> rates = new ArrayList<>();
  private final List<Row> cpus = new ArrayList<>();

  private PipeMeasure(String request, boolean withFloor, int rateNumber, int cpuNumber) {
    this.request = request;
    this.withFloor = withFloor;
    for (int i = 0; i < PIPELINES.length; i++) {
      String what = request.toUpperCase(Locale.ROOT) + ", 50 clients, pipeline " + PIPELINES[i];
      rates.add(new Row(rateNumber, what, "/s", Mark.atLeast(LEAST_RATE[i])));
      cpus.add(new Row(cpuNumber, what + ": server CPU each", "µs", Mark.atMost(MOST_CPU[i])));
    }
  }

  /** The floor supports PING only. */
  static PipeMeasure ofPing() {
    return new PipeMeasure("ping", true, 5, 6);
  }

  /** Of values of 100 bytes. */
  static PipeMeasure of(String request) {
    return new PipeMeasure(request, false, 7, 7);
  }

  @Override
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>(rates);
    rows.addAll(cpus);
    return rows;
  }

  private List<Kind> compared(Stand stand) {
    return withFloor ? stand.comparedWithFloor() : stand.compared();
  }

  @Override
  public void warmUp(Stand stand) throws Exception {
    for (Kind kind : compared(stand)) {
      for (int pipeline : PIPELINES) {
        stand.warmUp(kind, "pipe", "--request", request, "--pipeline", pipeline);
      }
    }
  }

  @Override
  public void round(Stand stand) throws Exception {
    for (int i = 0; i < PIPELINES.length; i++) {
      for (Kind kind : compared(stand)) {
        Server server = stand.server(kind);
        Piece piece = stand.piece(server, "pipe", "--request", request, "--pipeline", PIPELINES[i]);
        rates.get(i).add(kind, piece.perSecond());
        cpus.get(i).add(kind, piece.cpuMicros());
      }
    }
  }
}
