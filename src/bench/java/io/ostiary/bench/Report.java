package io.ostiary.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;

/** The results of a run as a table, as JSON and as a plot. */
final class Report {

  private static final String LINE = "%3s  %-50s %10s %10s %-3s %6s %7s %7s %7s%s  %-9s%s%n";

  private final Options options;
  private final Machine machine;
  private final List<Row> rows;

  Report(Options options, Machine machine, List<Row> rows) {
    this.options = options;
    this.machine = machine;
    this.rows = rows;
  }

  void write() throws IOException {
    Files.writeString(options.out().resolve("bench.txt"), table());
    Files.writeString(options.out().resolve("bench.json"), json());
    Files.writeString(options.out().resolve("bench.svg"), new Plot(machine, rows).svg());
  }

  /** Medians of figures, the spread of the ratios, and the targets. */
  String table() {
    StringBuilder text = new StringBuilder();
    text.append(machine).append("; ").append(options.rounds()).append(" rounds\n");
    text.append(
        "Ratios are Ostiary / Redis, each of one round. Floor is a bare C loop / Redis.\n");
    options.jar().ifPresent(jar -> text.append("Other is ").append(jar).append(" / Redis.\n"));
    text.append('\n');
    text.append(
        format(
            LINE, "#", "what", "Redis", "Ostiary", "", "floor", "min", "median", "max",
            other("other"), "mark", ""));
    int measure = 0;
    for (Row row : rows) {
      text.append(line(row, row.measure == measure ? "" : String.valueOf(row.measure)));
      measure = row.measure;
    }
    return text.toString();
  }

  private String line(Row row, String number) {
    Spread ratios = row.ratios(row.subject);
    String remark = row.remark().isEmpty() ? "" : "  (" + row.remark() + ")";
    return format(
        LINE,
        number,
        row.label,
        figure(row.spread(Kind.REDIS).median()),
        figure(row.spread(row.subject).median()),
        row.unit,
        figure(row.ratios(Kind.FLOOR).median()),
        figure(ratios.min()),
        figure(ratios.median()),
        figure(ratios.max()),
        other(figure(row.ratios(Kind.OTHER).median())),
        row.mark + (row.mark.exists() && row.mark.absolute() ? " " + row.unit : ""),
        row.verdict() + remark);
  }

  /** A column that exists if another jar was measured. */
  private String other(String text) {
    return options.jar().isPresent() ? format(" %7s", text) : "";
  }

  /** Three significant digits. */
  static String figure(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    double size = Math.abs(value);
    int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
    return format("%,." + decimals + "f", value);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private String json() {
    StringBuilder json = new StringBuilder();
    json.append("{\n  \"machine\": ").append(quoted(machine.toString()));
    json.append(",\n  \"rounds\": ").append(options.rounds());
    json.append(",\n  \"rows\": [");
    String comma = "\n";
    for (Row row : rows) {
      json.append(comma).append("    ").append(json(row));
      comma = ",\n";
    }
    return json.append("\n  ]\n}\n").toString();
  }

  private static String json(Row row) {
    return "{\"measure\": %d, \"what\": %s, \"unit\": %s, \"redis\": %s, \"ostiary\": %s, \"other\": %s, \"floor\": %s,"
            .formatted(
                row.measure,
                quoted(row.label),
                quoted(row.unit),
                row.figures(Kind.REDIS),
                row.figures(row.subject),
                row.figures(Kind.OTHER),
                row.figures(Kind.FLOOR))
        + " \"ratio\": %s, \"mark\": %s, \"verdict\": %s, \"remark\": %s}"
            .formatted(
                json(row.ratios(row.subject)),
                quoted(row.mark.toString()),
                quoted(row.verdict()),
                quoted(row.remark()));
  }

  private static String json(Spread spread) {
    return spread.isEmpty()
        ? "null"
        : format(
            "{\"min\": %.4f, \"median\": %.4f, \"max\": %.4f}",
            spread.min(), spread.median(), spread.max());
  }

  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
