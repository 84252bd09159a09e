package io.ostiary.client;

import io.netty.buffer.ByteBuf;
import io.ostiary.net.PeerAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** ASCII text that grows at its end, without a string for each piece. One thread at a time. */
final class LineBuffer {

  private byte[] bytes;
  private int length;

  LineBuffer(int capacity) {
    bytes = new byte[capacity];
  }

  LineBuffer add(char character) {
    ensure(1);
    bytes[length++] = (byte) character;
    return this;
  }

  /** The text's characters must all be ASCII. */
  @SuppressWarnings("deprecation") // Copies the low bytes, which is what ASCII has.
  LineBuffer add(String ascii) {
    ensure(ascii.length());
    ascii.getBytes(0, ascii.length(), bytes, length);
    length += ascii.length();
    return this;
  }

  /** Any text, in UTF-8: it holds none of the line's own separators. */
  LineBuffer addText(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    ensure(utf8.length);
    System.arraycopy(utf8, 0, bytes, length, utf8.length);
    length += utf8.length;
    return this;
  }

  /** In decimal. */
  LineBuffer add(long number) {
    if (number >= 0 && number < 10) {
      // Most figures of most clients.
      return add((char) ('0' + number));
    }
    if (number < 0) {
      // No figure of a client is below -1, so this may be slow.
      return add(Long.toString(number));
    }
    int digits = digits(number);
    ensure(digits);
    int at = length + digits;
    long rest = number;
    do {
      bytes[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest != 0);
    length += digits;
    return this;
  }

  LineBuffer add(PeerAddress address) {
    ensure(address.mostTextBytes());
    length = address.writeTo(bytes, length);
    return this;
  }

  /** Begins anew, in the same memory. */
  void clear() {
    length = 0;
  }

  void writeTo(ByteBuf out) {
    out.writeBytes(bytes, 0, length);
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private static int digits(long number) {
    int digits = 1;
    for (long rest = number / 10; rest != 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  private void ensure(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }
}
