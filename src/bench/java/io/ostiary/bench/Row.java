package io.ostiary.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One figure that is compared: its values per server and round, and its target. */
final class Row {

  final int measure;
  final String label;
  final String unit;
  final Mark mark;

  /** The servers compared with Redis. */
  final Kind subject;

  private final Map<Kind, List<Double>> figures = new EnumMap<>(Kind.class);
  private final Map<Kind, Double> pending = new EnumMap<>(Kind.class);
  private String remark = "";

  Row(int measure, String label, String unit, Mark mark) {
    this(measure, label, unit, mark, Kind.OSTIARY);
  }

  Row(int measure, String label, String unit, Mark mark, Kind subject) {
    this.measure = measure;
    this.label = label;
    this.unit = unit;
    this.mark = mark;
    this.subject = subject;
    for (Kind kind : Kind.values()) {
      figures.put(kind, new ArrayList<>());
    }
  }

  /** Adds a server's figure of this round. */
  void add(Kind kind, double figure) {
    pending.put(kind, figure);
  }

  /** Ends a round. An incomplete one is dropped, because ratios pair figures of one round. */
  void endRound(boolean succeeded) {
    if (succeeded) {
      pending.forEach((kind, figure) -> figures.get(kind).add(figure));
    }
    pending.clear();
  }

  void remark(String text) {
    remark = text;
  }

  String remark() {
    return remark;
  }

  List<Double> figures(Kind kind) {
    return figures.get(kind);
  }

  Spread spread(Kind kind) {
    return Spread.of(figures.get(kind));
  }

  /** A server's figures divided by those of Redis in the same round. */
  Spread ratios(Kind kind) {
    return ratios(kind, Kind.REDIS);
  }

  /** What a server gave as a multiple of what another gave in the same round. */
  Spread ratios(Kind kind, Kind base) {
    List<Double> ours = figures.get(kind);
    List<Double> theirs = figures.get(base);
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < Math.min(ours.size(), theirs.size()); round++) {
      ratios.add(ours.get(round) / theirs.get(round));
    }
    return Spread.of(ratios);
  }

  /** {@code met} or {@code NOT MET} by the median, or empty without a target. */
  String verdict() {
    Spread judged = mark.absolute() ? spread(subject) : ratios(subject);
    if (!mark.exists() || judged.isEmpty()) {
      return "";
    }
    return mark.isMetBy(judged.median()) ? "met" : "NOT MET";
  }
}
