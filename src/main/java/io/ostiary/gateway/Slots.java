package io.ostiary.gateway;

import io.ostiary.resp.Request;

/** The slots of a cluster's keys: CRC16 (XMODEM) of the key, or of its hash tag. Any thread. */
final class Slots {

  static final int COUNT = 16_384;

  private static final int POLYNOMIAL = 0x1021;
  private static final int[] TABLE = table();

  private Slots() {}

  private static int[] table() {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      int crc = i << 8;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ POLYNOMIAL;
      }
      table[i] = crc & 0xFFFF;
    }
    return table;
  }

  /** The slot of an argument that is a key. */
  static int of(Request request, int argument) {
    int length = request.length(argument);
    int from = 0;
    int to = length;
    int open = indexOf(request, argument, '{', 0);
    if (open < length) {
      int close = indexOf(request, argument, '}', open + 1);
      if (close < length && close > open + 1) {
        from = open + 1;
        to = close;
      }
    }
    int crc = 0;
    for (int i = from; i < to; i++) {
      crc = ((crc << 8) ^ TABLE[((crc >>> 8) ^ request.byteAt(argument, i)) & 0xFF]) & 0xFFFF;
    }
    return crc & (COUNT - 1);
  }

  /** Where a byte is; the argument's length if it is not there. */
  private static int indexOf(Request request, int argument, char wanted, int from) {
    int at = from;
    while (at < request.length(argument) && request.byteAt(argument, at) != wanted) {
      at++;
    }
    return at;
  }
}
