package io.ostiary.resp;

import io.netty.buffer.ByteBuf;

/**
 * Whole numbers as the protocol writes them: 64 bits, decimal, one spelling each. No plus sign, no
 * leading zero, no {@code -0}, no space.
 */
final class Decimal {

  static final int MAX_CHARACTERS = 20; // of Long.MIN_VALUE, the longest

  private Decimal() {}

  /**
   * The number that the bytes from {@code begin} to {@code end} (exclusive) of {@code bytes} spell.
   *
   * @throws ArgumentException when they spell none
   */
  static long parse(ByteBuf bytes, int begin, int end) {
    int length = end - begin;
    if (length == 0 || length > MAX_CHARACTERS) {
      throw notANumber();
    }
    byte first = bytes.getByte(begin);
    if (first == '0' && length == 1) {
      return 0;
    }
    if (first != '-') {
      long negated = parseNegated(bytes, begin, end);
      if (negated == Long.MIN_VALUE) {
        throw notANumber();
      }
      return -negated;
    }
    return parseNegated(bytes, begin + 1, end);
  }

  // Counts downwards, because there is one more negative number than there are positive ones.
  private static long parseNegated(ByteBuf bytes, int begin, int end) {
    if (begin == end || bytes.getByte(begin) == '0') {
      throw notANumber();
    }
    long value = 0;
    for (int i = begin; i < end; i++) {
      int digit = bytes.getByte(i) - '0';
      if (digit < 0 || digit > 9 || value < Long.MIN_VALUE / 10) {
        throw notANumber();
      }
      value *= 10;
      if (value < Long.MIN_VALUE + digit) {
        throw notANumber();
      }
      value -= digit;
    }
    return value;
  }

  private static ArgumentException notANumber() {
    return new ArgumentException("ERR value is not an integer or out of range");
  }

  /** Appends {@code value} to {@code out}, digit by digit. */
  static void write(long value, ByteBuf out) {
    if (value >= 0 && value <= 9) {
      out.writeByte('0' + (int) value);
      return;
    }
    int length = length(value);
    out.ensureWritable(length);
    int begin = out.writerIndex();
    // Negative throughout, for the same reason as above.
    long rest = value < 0 ? value : -value;
    for (int i = begin + length - 1; rest != 0; i--) {
      out.setByte(i, '0' - (int) (rest % 10));
      rest /= 10;
    }
    if (value < 0) {
      out.setByte(begin, '-');
    }
    out.writerIndex(begin + length);
  }

  private static int length(long value) {
    int length = value < 0 ? 2 : 1;
    for (long rest = value / 10; rest != 0; rest /= 10) {
      length++;
    }
    return length;
  }
}
