package io.ostiary.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures Ostiary and redis-server in one run: a warm-up, then rounds of all measures, with the
 * servers in turn. Prints a table of ratios, and writes it as JSON and as a plot.
 */
final class Bench {

  private Bench() {}

  public static void main(String[] words) throws Exception {
    Rounds.main(
        words,
        Bench::wanted,
        (options, rows) -> {
          Report report = new Report(options, Machine.here(), rows);
          report.write();
          return report.table();
        });
  }

  private static List<Measure> wanted(Options options) {
    List<Measure> measures = new ArrayList<>();
    if (options.wants(1, 2)) {
      measures.add(new StormMeasure());
    }
    if (options.wants(3)) {
      measures.add(new RefuseMeasure());
    }
    if (options.wants(4)) {
      measures.add(new InsideMeasure());
    }
    if (options.wants(5, 6)) {
      measures.add(PipeMeasure.ofPing());
    }
    if (options.wants(7)) {
      measures.add(PipeMeasure.of("set"));
      measures.add(PipeMeasure.of("get"));
    }
    if (options.wants(8)) {
      measures.add(new MemoryMeasure(openFileLimit()));
    }
    if (options.wants(9)) {
      measures.add(new ListMeasure());
    }
    if (options.wants(10)) {
      measures.add(new TlsMeasure());
    }
    if (options.wants(11)) {
      measures.add(new LaunchMeasure());
    }
    if (options.wants(12)) {
      measures.add(new GrowthMeasure());
    }
    if (options.wants(13)) {
      measures.add(new NetServerMeasure());
    }
    return measures;
  }

  private static long openFileLimit() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getMaxFileDescriptorCount();
  }
}
