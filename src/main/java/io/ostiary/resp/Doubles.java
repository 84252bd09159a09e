package io.ostiary.resp;

import java.math.BigDecimal;

/** Floating point numbers as Redis spells them. */
final class Doubles {

  private static final double MAX_PLAIN_WHOLE = 1L << 62;

  private Doubles() {}

  /** Few digits that read back as {@code value}: {@code 3}, {@code 0.1}, {@code 1e+100}. */
  static String format(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    if (Math.abs(value) <= MAX_PLAIN_WHOLE && value == Math.rint(value)) {
      return Long.toString((long) value);
    }
    return format(new BigDecimal(Double.toString(value)).stripTrailingZeros());
  }

  private static String format(BigDecimal value) {
    int exponent = value.precision() - value.scale() - 1;
    boolean fewZeros =
        value.scale() > 0
            ? value.scale() < 7 || Math.abs(exponent) < 4
            : Math.abs(exponent) < value.precision() + 7;
    if (fewZeros) {
      return value.toPlainString();
    }
    String digits = value.scaleByPowerOfTen(-exponent).toPlainString();
    return digits + (exponent < 0 ? "e-" : "e+") + Math.abs(exponent);
  }
}
