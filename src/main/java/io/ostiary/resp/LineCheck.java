package io.ostiary.resp;

import io.netty.buffer.ByteBuf;

/** What may stand on the line of a reply that is one line. */
final class LineCheck {

  private LineCheck() {}

  /**
   * Refuses a line that its type cannot have.
   *
   * @param type the byte before the line, one of {@code + - : _ # , (}
   * @param begin where it begins in {@code bytes}; it ends before {@code end}
   */
  static void check(byte type, ByteBuf bytes, int begin, int end) throws ProtocolException {
    boolean right =
        switch (type) {
          case ':' -> isWholeNumber(bytes, begin, end) && end - begin <= Decimal.MAX_CHARACTERS;
          case '(' -> isWholeNumber(bytes, begin, end);
          case ',' -> isOf("0123456789+-.eEinfa", bytes, begin, end);
          case '#' -> end - begin == 1 && isOf("tf", bytes, begin, end);
          case '_' -> begin == end;
          default -> true;
        };
    if (!right) {
      throw new ProtocolException("invalid value of the type '" + (char) type + "'");
    }
  }

  private static boolean isWholeNumber(ByteBuf bytes, int begin, int end) {
    boolean signed = begin < end && isOf("+-", bytes, begin, begin + 1);
    return isOf("0123456789", bytes, signed ? begin + 1 : begin, end);
  }

  private static boolean isOf(String characters, ByteBuf bytes, int begin, int end) {
    int at = begin;
    while (at < end && characters.indexOf(bytes.getByte(at)) >= 0) {
      at++;
    }
    return at == end && begin < end;
  }
}
