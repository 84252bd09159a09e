package io.ostiary.resp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Up to eight bytes in one number, the first highest, with zeros after the last; none of them is
 * zero itself. To write them takes one access to a buffer, and each access costs as much as all
 * that is done with a byte.
 */
final class ShortBytes {

  /** The greatest number of a header: with its type byte and CR LF, five digits are eight bytes. */
  static final int MAX_NUMBER = 99_999;

  private ShortBytes() {}

  /** The bytes of an ASCII text of up to eight characters. */
  static long of(String text) {
    long bytes = 0;
    for (byte next : text.getBytes(StandardCharsets.US_ASCII)) {
      bytes = (bytes << Byte.SIZE) | next;
    }
    return text.isEmpty() ? 0 : bytes << (Long.SIZE - text.length() * Byte.SIZE);
  }

  /** A type byte, a number from 0 to {@link #MAX_NUMBER}, and CR LF. */
  static long header(char type, int number) {
    // From the last byte to the first.
    long bytes = '\r' << Byte.SIZE | '\n';
    int place = 2 * Byte.SIZE;
    int rest = number;
    do {
      bytes |= (long) ('0' + rest % 10) << place;
      place += Byte.SIZE;
      rest /= 10;
    } while (rest != 0);
    bytes |= (long) type << place;
    return bytes << (Long.SIZE - Byte.SIZE - place);
  }

  /** Appends these bytes to {@code out}. */
  static void write(long bytes, ByteBuf out) {
    int begin = out.writerIndex();
    // All eight: the zeros lie behind the writer index, which does not count them.
    out.ensureWritable(Long.BYTES);
    out.setLong(begin, bytes);
    out.writerIndex(begin + Long.BYTES - Long.numberOfTrailingZeros(bytes) / Byte.SIZE);
  }
}
