package io.ostiary.net;

/** Numbers as ASCII digits, written without making a string. */
final class Digits {

  private static final String HEX = "0123456789abcdef";

  private Digits() {}

  /** Writes a number from 0 to 65535; returns where it ends. */
  static int decimal(int number, byte[] target, int at) {
    int end = at;
    for (int place = 10_000; place > 1; place /= 10) {
      if (number >= place) {
        target[end++] = (byte) ('0' + number / place % 10);
      }
    }
    target[end] = (byte) ('0' + number % 10);
    return end + 1;
  }

  /** Writes 16 bits without leading zeros; returns where they end. */
  static int hex(int number, byte[] target, int at) {
    int end = at;
    for (int shift = 12; shift >= 0; shift -= 4) {
      if (number >> shift != 0 || shift == 0) {
        target[end++] = (byte) HEX.charAt(number >> shift & 0xf);
      }
    }
    return end;
  }
}
