package io.ostiary.bench;

import java.util.List;

/** Minimum, median and maximum over the rounds; NaN without a round. */
record Spread(double min, double median, double max) {

  static Spread of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      return new Spread(Double.NaN, Double.NaN, Double.NaN);
    }
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(sorted[0], median, sorted[sorted.length - 1]);
  }

  boolean isEmpty() {
    return Double.isNaN(median);
  }
}
