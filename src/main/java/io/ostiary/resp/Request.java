package io.ostiary.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * One command as the peer sent it: its name (argument 0) and its arguments, as bytes.
 *
 * <p>It is a view of the bytes that were read, not a copy, and is good until its decoder is asked
 * for the next request: for a command's handler, until the handler returns. After that every method
 * throws {@link IllegalStateException}. A handler that answers later copies what it will need
 * ({@link #bytes}, {@link #text}, {@link #integer}) before it returns.
 *
 * <p>For the event loop of its client only. Methods with an index throw {@link
 * IndexOutOfBoundsException} when there is no such argument.
 */
public final class Request {

  private final ArgumentBounds bounds;
  private ByteBuf source; // null: no longer good
  private int start; // where the request begins in the source

  Request(ByteBuf source, int start, ArgumentBounds bounds) {
    this.source = source;
    this.start = start;
    this.bounds = bounds;
  }

  /**
   * A request of these words, as UTF-8, for tests of a command. It is good for ever.
   *
   * @throws IllegalArgumentException when there is no word
   */
  public static Request of(String... words) {
    if (words.length == 0) {
      throw new IllegalArgumentException("a request has at least a name");
    }
    ByteBuf bytes = Unpooled.buffer();
    ArgumentBounds bounds = new ArgumentBounds();
    for (String word : words) {
      int begin = bytes.writerIndex();
      bytes.writeCharSequence(word, StandardCharsets.UTF_8);
      bounds.add(begin, bytes.writerIndex());
    }
    return new Request(bytes, 0, bounds);
  }

  /** A copy of this request with another word, as UTF-8, in the place of its name. */
  public Request named(String name) {
    ByteBuf copy = Unpooled.buffer();
    ArgumentBounds copied = new ArgumentBounds();
    for (int i = 0; i < count(); i++) {
      int begin = copy.writerIndex();
      copy.writeBytes(i == 0 ? name.getBytes(StandardCharsets.UTF_8) : bytes(i));
      copied.add(begin, copy.writerIndex());
    }
    return new Request(copy, 0, copied);
  }

  /** A copy of the request that this one's arguments from {@code first} on are. */
  public Request from(int first) {
    ByteBuf copy = Unpooled.buffer();
    ArgumentBounds copied = new ArgumentBounds();
    for (int i = Objects.checkIndex(first, count()); i < count(); i++) {
      int begin = copy.writerIndex();
      copy.writeBytes(bytes(i));
      copied.add(begin, copy.writerIndex());
    }
    return new Request(copy, 0, copied);
  }

  /** How many arguments there are, the command's name included; at least 1. */
  public int count() {
    live();
    return bounds.count();
  }

  /** The length of an argument in bytes. */
  public int length(int index) {
    live();
    return end(index) - bounds.begin(index);
  }

  /** One byte of an argument; {@code offset} counts from the argument's first. */
  public byte byteAt(int index, int offset) {
    ByteBuf bytes = live();
    int length = end(index) - bounds.begin(index);
    return bytes.getByte(start + bounds.begin(index) + Objects.checkIndex(offset, length));
  }

  /** A copy of an argument. */
  public byte[] bytes(int index) {
    ByteBuf bytes = live();
    byte[] copy = new byte[end(index) - bounds.begin(index)];
    bytes.getBytes(start + bounds.begin(index), copy);
    return copy;
  }

  /**
   * Copies an argument to the beginning of {@code target}, which is at least as long.
   *
   * @throws IndexOutOfBoundsException also when it is shorter
   */
  public void copyTo(int index, byte[] target) {
    ByteBuf bytes = live();
    int length = end(index) - bounds.begin(index);
    bytes.getBytes(start + bounds.begin(index), target, 0, length);
  }

  /** A copy of an argument, read as UTF-8; what is not UTF-8 becomes U+FFFD. */
  public String text(int index) {
    ByteBuf bytes = live();
    int length = end(index) - bounds.begin(index);
    return bytes.toString(start + bounds.begin(index), length, StandardCharsets.UTF_8);
  }

  /**
   * Whether an argument is this word, whatever the case of its letters. Copies nothing.
   *
   * @param word ASCII
   */
  public boolean is(int index, String word) {
    ByteBuf bytes = live();
    int end = end(index);
    int begin = bounds.begin(index);
    if (end - begin != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (Ascii.lower(bytes.getByte(start + begin + i)) != Ascii.lower(word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * An argument as a signed 64-bit number, in decimal. There is one spelling of each: no plus sign,
   * no leading zero, no space.
   *
   * @throws ArgumentException when it is not one, with the text that the client is to read
   */
  public long integer(int index) {
    ByteBuf bytes = live();
    int end = end(index);
    return Decimal.parse(bytes, start + bounds.begin(index), start + end);
  }

  /**
   * The last eight bytes of an argument in one number, its last byte lowest, capital letters as
   * small ones; zeros stand before what is shorter. Together with the length, it tells words of up
   * to eight bytes apart. Copies nothing.
   */
  public long foldedTail(int index) {
    ByteBuf bytes = live();
    int end = end(index);
    int length = Math.min(end - bounds.begin(index), Long.BYTES);
    return Ascii.lowerEight(lastBytes(bytes, start + end, length));
  }

  private static long lastBytes(ByteBuf bytes, int end, int count) {
    if (end >= Long.BYTES && count > 0) {
      // What stands before a shorter one is read along and cut off: one access is cheaper.
      return bytes.getLong(end - Long.BYTES) & (-1L >>> (Long.SIZE - count * Byte.SIZE));
    }
    long last = 0;
    for (int i = end - count; i < end; i++) {
      last = (last << Byte.SIZE) | bytes.getUnsignedByte(i);
    }
    return last;
  }

  /** What {@link #foldedTail(int)} gives for an argument that is this word. ASCII only. */
  public static long foldedTail(String word) {
    long last = 0;
    for (int i = Math.max(0, word.length() - Long.BYTES); i < word.length(); i++) {
      last = (last << Byte.SIZE) | Ascii.lower(word.charAt(i));
    }
    return last;
  }

  /** The bytes of all arguments together ({@code argv-mem}). */
  public long memoryBytes() {
    live();
    long sum = 0;
    for (int i = 0; i < bounds.count(); i++) {
      sum += bounds.end(i) - bounds.begin(i);
    }
    return sum;
  }

  private ByteBuf live() {
    if (source == null) {
      throw new IllegalStateException(
          "this request is over: copy what is needed of it before the handler returns");
    }
    return source;
  }

  private int end(int index) {
    return bounds.end(Objects.checkIndex(index, bounds.count()));
  }

  /** See {@link RequestEncoder}. */
  void writeTo(ByteBuf out) {
    ByteBuf bytes = live();
    ReplyEncoder.writeHeader('*', bounds.count(), out);
    for (int i = 0; i < bounds.count(); i++) {
      int begin = bounds.begin(i);
      int length = bounds.end(i) - begin;
      ReplyEncoder.writeHeader('$', length, out);
      out.writeBytes(bytes, start + begin, length);
      out.writeShort(ReplyEncoder.CRLF);
    }
  }

  /** The decoder moves on: the bytes may be overwritten from now on. */
  void retire() {
    source = null;
  }

  /** The decoder moved the bytes, and the request with them. */
  @SuppressWarnings("ReferenceEquality") // the very buffer is meant, not one of the same content
  void moved(ByteBuf from, ByteBuf to, int newStart) {
    if (source == from) {
      source = to;
      start = newStart;
    }
  }
}
