package io.ostiary.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures Ostiary and redis-server in one run: a warm-up, then rounds of all measures, with the
 * servers in turn. Prints a table of ratios, and writes it as JSON and as a plot.
 */
final class Bench {

  /** What a JVM compiled for one kind of load it often compiles anew for the next, once. */
  private static final int WARM_UPS = 2;

  private final Options options;
  private final List<Measure> measures;
  private int failures;

  private Bench(Options options) {
    this.options = options;
    this.measures = wanted(options);
  }

  public static void main(String[] words) throws Exception {
    // However this ends, no process stays behind.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroy)));
    Options options;
    try {
      options = Options.parse(words);
    } catch (IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(2);
      return;
    }
    Files.createDirectories(options.out());
    System.exit(new Bench(options).run() ? 0 : 1);
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

  /** Whether all rounds of all measures were completed. */
  private boolean run() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try (Stand stand = new Stand(options)) {
      say("warming up");
      for (int pass = 0; pass < WARM_UPS; pass++) {
        measures.forEach(measure -> warmUp(measure, stand));
      }
      for (int round = 1; round <= options.rounds(); round++) {
        say("round " + round + " of " + options.rounds());
        measures.forEach(measure -> round(measure, stand));
      }
    }
    List<Row> rows = measures.stream().flatMap(measure -> measure.rows().stream()).toList();
    Report report = new Report(options, Machine.here(), rows);
    report.write();
    System.out.println(report.table());
    say(
        "took "
            + Duration.ofNanos(System.nanoTime() - begin).toSeconds()
            + " s; see "
            + options.out());
    return failures == 0;
  }

  private void warmUp(Measure measure, Stand stand) {
    try {
      measure.warmUp(stand);
    } catch (Exception e) {
      failed(measure, e);
    } finally {
      measure.rows().forEach(row -> row.endRound(false));
    }
  }

  /** A failed measure does not affect the others. */
  private void round(Measure measure, Stand stand) {
    boolean succeeded = false;
    try {
      measure.round(stand);
      succeeded = true;
    } catch (Exception e) {
      failed(measure, e);
    }
    for (Row row : measure.rows()) {
      row.endRound(succeeded);
    }
  }

  private void failed(Measure measure, Exception e) {
    failures++;
    String name = measure.getClass().getSimpleName();
    System.err.println("bench: " + name + " failed: " + e.getMessage());
    measure.rows().forEach(row -> row.remark("a round failed"));
  }

  private static void say(String text) {
    System.err.println("bench: " + text);
  }
}
