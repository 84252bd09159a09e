package io.ostiary.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** A run: after a warm-up, rounds in which each measure is taken, and the report of them. */
final class Rounds {

  /** What a JVM compiled for one kind of load it often compiles anew for the next, once. */
  private static final int WARM_UPS = 2;

  private final Options options;
  private final List<Measure> measures;
  private int failures;

  private Rounds(Options options, List<Measure> measures) {
    this.options = options;
    this.measures = measures;
  }

  /** Writes what a run has found. */
  interface Reporting {

    /** Returns the table to print. */
    String report(Options options, List<Row> rows) throws IOException;
  }

  /** Runs a bench as its command line asks, and ends the process: with 0 if nothing failed. */
  static void main(String[] words, Function<Options, List<Measure>> wanted, Reporting reporting)
      throws Exception {
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
    System.exit(new Rounds(options, wanted.apply(options)).run(reporting) ? 0 : 1);
  }

  /** Whether all rounds of all measures were completed. */
  private boolean run(Reporting reporting) throws IOException, InterruptedException {
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
    System.out.println(reporting.report(options, rows));
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
