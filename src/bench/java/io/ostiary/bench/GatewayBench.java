package io.ostiary.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Measures ways to a redis-server in one run: directly, through Ostiary as its gateway, and
 * through the proxies of others. Prints a table, and writes it as JSON.
 */
final class GatewayBench {

  /** The ways, in the order of their turns. */
  static final List<Kind> WAYS =
      List.of(Kind.REDIS, Kind.GATEWAY, Kind.NUTCRACKER, Kind.HAPROXY);

  private GatewayBench() {}

  public static void main(String[] words) throws Exception {
    Rounds.main(
        words,
        GatewayBench::wanted,
        (options, rows) -> {
          GatewayReport report = new GatewayReport(options, Machine.here(), rows);
          report.write();
          return report.table();
        });
  }

  private static List<Measure> wanted(Options options) {
    List<Measure> measures = new ArrayList<>();
    if (options.wants(1)) {
      measures.add(new GatewayPipeMeasure());
    }
    if (options.wants(2)) {
      measures.add(new GatewayCallsMeasure());
    }
    if (options.wants(3)) {
      measures.add(new GatewayStormMeasure());
    }
    if (options.wants(4)) {
      measures.add(new GatewayBesideMeasure());
    }
    if (options.wants(5)) {
      measures.add(new GatewayMemoryMeasure());
    }
    return measures;
  }
}
