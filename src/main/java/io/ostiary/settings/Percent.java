package io.ostiary.settings;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Bytes as they stand in a URL: a percent sign and two hexadecimal digits for most (RFC 3986). */
final class Percent {

  private static final String UNRESERVED = "-._~";
  private static final int HEX = 16;

  private Percent() {}

  /**
   * The bytes of an encoded text; what is not encoded stands for itself in UTF-8.
   *
   * @throws IllegalArgumentException if a percent sign is followed by anything else
   */
  static byte[] decode(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length);
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] == '%') {
        decoded.write(digit(encoded, i + 1) * HEX + digit(encoded, i + 2));
        i += 2;
      } else {
        decoded.write(encoded[i]);
      }
    }
    return decoded.toByteArray();
  }

  private static int digit(byte[] encoded, int at) {
    int digit = at < encoded.length ? Character.digit(encoded[at], HEX) : -1;
    if (digit < 0) {
      throw new IllegalArgumentException(
          "after a % stand two hexadecimal digits; a % itself is written %25");
    }
    return digit;
  }

  /** As {@link #decode}, of bytes that are text in UTF-8. */
  static String decodeText(String text) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(decode(text))).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("user and path must be text in UTF-8", e);
    }
  }

  /** The text that {@link #decode} reads as these bytes; {@code kept} stand for themselves. */
  static String encode(byte[] bytes, String kept) {
    StringBuilder encoded = new StringBuilder(bytes.length);
    for (byte value : bytes) {
      char letter = (char) (value & 0xff);
      if (isPlain(letter) || kept.indexOf(letter) >= 0) {
        encoded.append(letter);
      } else {
        encoded.append('%').append(hex(letter >> 4)).append(hex(letter & 0xf));
      }
    }
    return encoded.toString();
  }

  private static boolean isPlain(char letter) {
    return (letter >= 'a' && letter <= 'z')
        || (letter >= 'A' && letter <= 'Z')
        || (letter >= '0' && letter <= '9')
        || UNRESERVED.indexOf(letter) >= 0;
  }

  private static char hex(int digit) {
    return Character.toUpperCase(Character.forDigit(digit, HEX));
  }
}
