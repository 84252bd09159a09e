package io.ostiary.resp;

import io.netty.buffer.ByteBuf;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a whole reply of another server as a value, where its parts matter; {@link ReplyScanner}
 * has found it right. Attributes are left out. Any thread.
 */
public final class ReplyReader {

  private static final String ENDLESS = "?";

  private final ByteBuf bytes;

  private ReplyReader(ByteBuf bytes) {
    this.bytes = bytes;
  }

  /**
   * The reply at the buffer's reader index, which moves behind it.
   *
   * @throws IndexOutOfBoundsException when it is not whole
   */
  public static Reply read(ByteBuf bytes) {
    return new ReplyReader(bytes).next();
  }

  private Reply next() {
    char type = (char) bytes.readByte();
    String line = line();
    return switch (type) {
      case '$' -> line.equals(ENDLESS) ? Reply.bulk(chunks()) : bulk(number(line));
      case '=' -> Reply.bulk(content(number(line), 4));
      case '!' -> Reply.error(content(number(line), 0));
      case ':' -> Reply.integer(Long.parseLong(line));
      case '+' -> Reply.simple(line);
      case '-' -> Reply.error(line);
      case '_' -> Reply.NULL;
      case '#' -> Reply.bool(line.equals("t"));
      case ',' -> Reply.real(real(line));
      case '(' -> Reply.bigNumber(new BigInteger(line));
      case '|' -> withoutAttribute(number(line));
      default -> aggregate(type, line);
    };
  }

  private Reply withoutAttribute(int pairs) {
    for (int i = 0; i < 2 * pairs; i++) {
      next();
    }
    return next();
  }

  private Reply aggregate(char type, String line) {
    if (line.equals("-1")) {
      return Reply.NULL_ARRAY;
    }
    List<Reply> elements = line.equals(ENDLESS) ? toTheEnd() : elements(type, number(line));
    return switch (type) {
      case '%' -> Reply.map(elements);
      case '~' -> Reply.set(elements);
      case '>' -> Reply.push(elements);
      default -> Reply.array(elements);
    };
  }

  private List<Reply> elements(char type, int count) {
    List<Reply> elements = new ArrayList<>();
    for (int i = 0; i < (type == '%' ? 2 * count : count); i++) {
      elements.add(next());
    }
    return elements;
  }

  private List<Reply> toTheEnd() {
    List<Reply> elements = new ArrayList<>();
    while (bytes.getByte(bytes.readerIndex()) != '.') {
      elements.add(next());
    }
    bytes.skipBytes(3);
    return elements;
  }

  private Reply bulk(int length) {
    return length < 0 ? Reply.NULL : Reply.bulk(content(length, 0));
  }

  private byte[] chunks() {
    byte[] whole = {};
    int length = chunkLength();
    while (length > 0) {
      byte[] chunk = content(length, 0);
      byte[] more = new byte[whole.length + length];
      System.arraycopy(whole, 0, more, 0, whole.length);
      System.arraycopy(chunk, 0, more, whole.length, length);
      whole = more;
      length = chunkLength();
    }
    return whole;
  }

  private int chunkLength() {
    bytes.skipBytes(1);
    return number(line());
  }

  private byte[] content(int length, int skipped) {
    bytes.skipBytes(skipped);
    byte[] content = new byte[length - skipped];
    bytes.readBytes(content).skipBytes(2);
    return content;
  }

  private String line() {
    int length = bytes.bytesBefore((byte) '\r');
    String line = bytes.readCharSequence(length, StandardCharsets.UTF_8).toString();
    bytes.skipBytes(2);
    return line;
  }

  private static int number(String line) {
    return Integer.parseInt(line);
  }

  private static double real(String line) {
    return switch (line) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan", "-nan" -> Double.NaN;
      default -> Double.parseDouble(line);
    };
  }
}
