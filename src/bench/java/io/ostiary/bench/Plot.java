package io.ostiary.bench;

import java.util.List;
import java.util.Locale;

/** The ratios as bars with their spread and targets, in SVG. */
final class Plot {

  private static final int LABELS = 380;
  private static final int BARS = 420;
  private static final int WIDTH = LABELS + BARS + 130;
  private static final int TOP = 74;
  private static final int ROW = 22;

  /** The axis is logarithmic, so that half and double are as far from 1. */
  private static final double LEAST = 0.1;

  private static final double MOST = 10;
  private static final double[] TICKS = {0.1, 0.2, 0.5, 1, 2, 5, 10};

  private final Machine machine;
  private final List<Row> rows;
  private final StringBuilder svg = new StringBuilder();

  Plot(Machine machine, List<Row> rows) {
    this.machine = machine;
    this.rows = rows;
  }

  String svg() {
    int height = TOP + ROW * rows.size() + 16;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
            + " font-family=\"sans-serif\" font-size=\"12\">",
        WIDTH, height, WIDTH, height);
    add("<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>");
    text(10, 20, "start", "#111111", "Ostiary beside redis-server (= 1)");
    text(10, 37, "start", "#555555", machine.toString());
    text(
        10,
        54,
        "start",
        "#555555",
        "Bar: median of the rounds. Thin line: least to most. Black stroke: the mark. Green: met.");
    axis(height);
    for (int i = 0; i < rows.size(); i++) {
      row(rows.get(i), TOP + ROW * i);
    }
    add("</svg>");
    return svg.toString();
  }

  private void axis(int height) {
    for (double tick : TICKS) {
      String colour = tick == 1 ? "#888888" : "#dddddd";
      line(x(tick), TOP - 2, x(tick), height - 12, colour, 1);
      text(x(tick), TOP - 6, "middle", "#555555", Report.figure(tick).replaceAll("\\.?0+$", ""));
    }
  }

  private void row(Row row, int top) {
    double middle = top + ROW / 2.0;
    text(LABELS - 8, middle + 4, "end", "#111111", row.measure + "  " + row.label);
    // Rows with absolute targets do not fit on an axis of ratios.
    boolean onAxis = !row.mark.absolute() || row.unit.equals("×");
    Spread judged = row.mark.absolute() ? row.spread(row.subject) : row.ratios(row.subject);
    if (judged.isEmpty()) {
      text(LABELS + 6, middle + 4, "start", "#777777", row.remark());
      return;
    }
    String colour = colour(row);
    if (onAxis) {
      bar(judged, middle, colour);
      if (row.mark.exists()) {
        line(x(row.mark.limit()), middle - 9, x(row.mark.limit()), middle + 9, "#111111", 2);
      }
    }
    String unit = onAxis ? "" : " " + row.unit;
    String mark = row.mark.exists() ? "  (" + row.mark + ")" : "";
    text(
        LABELS + BARS + 10,
        middle + 4,
        "start",
        colour,
        Report.figure(judged.median()) + unit + mark);
  }

  private void bar(Spread spread, double middle, String colour) {
    double from = Math.min(x(1), x(spread.median()));
    double width = Math.max(1, Math.abs(x(1) - x(spread.median())));
    add(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"12\" fill=\"%s\" fill-opacity=\"0.55\"/>",
        from, middle - 6, width, colour);
    line(x(spread.min()), middle, x(spread.max()), middle, colour, 2);
  }

  private static String colour(Row row) {
    return switch (row.verdict()) {
      case "met" -> "#1b7837";
      case "NOT MET" -> "#b2182b";
      default -> "#555577";
    };
  }

  private static double x(double ratio) {
    double shown = Math.max(LEAST, Math.min(MOST, ratio));
    return LABELS + BARS * Math.log(shown / LEAST) / Math.log(MOST / LEAST);
  }

  private void line(double x1, double y1, double x2, double y2, String colour, int width) {
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%d\"/>",
        x1, y1, x2, y2, colour, width);
  }

  private void text(double x, double y, String anchor, String colour, String words) {
    String escaped = words.replace("&", "&amp;").replace("<", "&lt;");
    add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>",
        x, y, anchor, colour, escaped);
  }

  private void add(String pattern, Object... values) {
    svg.append(String.format(Locale.ROOT, pattern, values)).append('\n');
  }
}
