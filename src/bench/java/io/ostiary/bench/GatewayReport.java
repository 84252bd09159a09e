package io.ostiary.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The results of a run of the gateway's bench: as a table to read, and as JSON to keep. */
final class GatewayReport {

  private static final String LINE =
      "%2s  %-44s %-3s %9s %9s %10s %9s  %6s %6s %6s  %6s %6s %6s%s%n";

  private final Options options;
  private final Machine machine;
  private final List<Row> rows;

  GatewayReport(Options options, Machine machine, List<Row> rows) {
    this.options = options;
    this.machine = machine;
    this.rows = rows;
  }

  void write() throws IOException {
    Files.writeString(options.out().resolve("gateway.txt"), table());
    Files.writeString(options.out().resolve("gateway.json"), json());
  }

  /** Medians of figures, and the spread of two ratios. */
  String table() {
    StringBuilder text = new StringBuilder();
    text.append(machine).append("; ").append(options.rounds()).append(" rounds\n");
    text.append("Medians; ratios are those of one round: minimum, median, maximum.\n\n");
    text.append(
        format(
            LINE, "", "", "", "", "", "", "", "Ostiary /", "direct", "", "Ostiary /", "nutcr.", "",
            ""));
    text.append(
        format(
            LINE, "#", "what", "", "direct", "Ostiary", "nutcracker", "haproxy", "min", "median",
            "max", "min", "median", "max", ""));
    int measure = 0;
    for (Row row : rows) {
      text.append(line(row, row.measure == measure ? "" : String.valueOf(row.measure)));
      measure = row.measure;
    }
    return text.toString();
  }

  private static String line(Row row, String number) {
    Kind ours = ours(row);
    Spread toDirect = row.ratios(ours);
    Spread toNutcracker = row.ratios(ours, Kind.NUTCRACKER);
    return format(
        LINE,
        number,
        row.label,
        row.unit,
        median(row, Kind.REDIS),
        median(row, ours),
        median(row, Kind.NUTCRACKER),
        median(row, Kind.HAPROXY),
        Report.figure(toDirect.min()),
        Report.figure(toDirect.median()),
        Report.figure(toDirect.max()),
        Report.figure(toNutcracker.min()),
        Report.figure(toNutcracker.median()),
        Report.figure(toNutcracker.max()),
        row.remark().isEmpty() ? "" : "  (" + row.remark() + ")");
  }

  /** Ostiary as a gateway, but in the row that is of Ostiary without one. */
  private static Kind ours(Row row) {
    return row.figures(Kind.GATEWAY).isEmpty() && !row.figures(Kind.OSTIARY).isEmpty()
        ? Kind.OSTIARY
        : Kind.GATEWAY;
  }

  private static String median(Row row, Kind kind) {
    return Report.figure(row.spread(kind).median());
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private String json() {
    return rows.stream()
        .map(GatewayReport::json)
        .collect(
            Collectors.joining(
                ",\n    ",
                "{\n  \"machine\": %s,\n  \"rounds\": %d,\n  \"rows\": [\n    "
                    .formatted(Report.quoted(machine.toString()), options.rounds()),
                "\n  ]\n}\n"));
  }

  private static String json(Row row) {
    return "{\"measure\": %d, \"what\": %s, \"unit\": %s, \"direct\": %s, \"ostiary\": %s, \"nutcracker\": %s, \"haproxy\": %s, \"remark\": %s}"
        .formatted(
            row.measure,
            Report.quoted(row.label),
            Report.quoted(row.unit),
            row.figures(Kind.REDIS),
            row.figures(ours(row)),
            row.figures(Kind.NUTCRACKER),
            row.figures(Kind.HAPROXY),
            Report.quoted(row.remark()));
  }
}
