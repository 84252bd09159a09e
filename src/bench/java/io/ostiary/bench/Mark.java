package io.ostiary.bench;

import java.math.BigDecimal;

/**
 * The target of a figure.
 *
 * @param limit the bound; NaN for a row without a target
 * @param atLeast whether more is better
 * @param absolute whether the figure itself is judged instead of its ratio to Redis's
 */
record Mark(double limit, boolean atLeast, boolean absolute) {

  static final Mark NONE = new Mark(Double.NaN, false, false);

  static Mark atLeast(double ratio) {
    return new Mark(ratio, true, false);
  }

  static Mark atMost(double ratio) {
    return new Mark(ratio, false, false);
  }

  static Mark figureAtMost(double figure) {
    return new Mark(figure, false, true);
  }

  static Mark figureAtLeast(double figure) {
    return new Mark(figure, true, true);
  }

  boolean exists() {
    return !Double.isNaN(limit);
  }

  boolean isMetBy(double value) {
    return atLeast ? value >= limit : value <= limit;
  }

  @Override
  public String toString() {
    return exists()
        ? (atLeast ? "≥ " : "≤ ") + BigDecimal.valueOf(limit).stripTrailingZeros().toPlainString()
        : "";
  }
}
