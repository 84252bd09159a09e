package io.ostiary.resp;

/**
 * Headers of up to five digits, which nearly all have, read in one access to the buffer: each
 * access costs as much as all that is done with a byte.
 */
final class ShortHeader {

  /** What {@link #parse} gives for a header that is not a short one. */
  static final int NONE = -1;

  private static final int MAX_DIGITS = 5; // with a type byte and CR LF: eight bytes

  private static final int DIGITS_BITS = 3;

  private ShortHeader() {}

  /**
   * Parses a number from its second byte on, up to a carriage return; of the byte after that,
   * nothing is known.
   *
   * @param eightBytes the first in the highest place
   * @return number and digits together, or {@link #NONE}
   */
  static int parse(long eightBytes) {
    int number = 0;
    for (int digits = 0; digits <= MAX_DIGITS; digits++) {
      int next = (int) (eightBytes >>> (48 - 8 * digits)) & 0xff;
      if (next == '\r') {
        return digits > 0 ? number << DIGITS_BITS | digits : NONE;
      }
      int digit = next - '0';
      if (digit < 0 || digit > 9 || (digits > 0 && number == 0)) {
        return NONE;
      }
      number = 10 * number + digit;
    }
    return NONE;
  }

  /** The number of what {@link #parse} gave. */
  static int number(int parsed) {
    return parsed >> DIGITS_BITS;
  }

  /** The bytes from the type byte to the line feed of what {@link #parse} gave. */
  static int length(int parsed) {
    return 1 + (parsed & (1 << DIGITS_BITS) - 1) + 2;
  }
}
