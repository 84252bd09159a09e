package io.ostiary.resp;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What a command answers: an immutable value that any thread may make and pass on. How it looks on
 * the wire depends on the client's protocol; see {@link ReplyEncoder}.
 *
 * <p>Made by the constants and factories here. None takes null: an absent value is {@link #NULL}.
 */
public sealed interface Reply {

  /** {@code OK}. */
  Reply OK = Constant.OK;

  /** {@code PONG}: what {@code PING} answers. */
  Reply PONG = Constant.PONG;

  /** No value: what {@code GET} answers for a key that is not there. */
  Reply NULL = Constant.NULL;

  /** No array. RESP3 has one null for both. */
  Reply NULL_ARRAY = Constant.NULL_ARRAY;

  /** Nothing at all is written: what a client gets that turned replies off. */
  Reply NONE = Constant.NONE;

  /** An array without elements. */
  Reply EMPTY_ARRAY = Constant.EMPTY_ARRAY;

  /** The number 0, which also says "no". */
  Reply ZERO = Constant.ZERO;

  /** The number 1, which also says "yes". */
  Reply ONE = Constant.ONE;

  /** Words that a command does not take, or takes at another place. */
  Reply SYNTAX_ERROR = Failure.SYNTAX;

  /** One line of text, such as {@code PONG}. Line breaks inside become spaces. */
  static Reply simple(String text) {
    return switch (text) {
      case "OK" -> OK;
      case "PONG" -> PONG;
      default -> new Status(text);
    };
  }

  /**
   * An error. Line breaks inside become spaces, so that what a client sent cannot forge a reply.
   *
   * @param text begins with the error's code: {@code ERR unknown command}
   * @throws IllegalArgumentException when there is no text
   */
  static Reply error(String text) {
    return new Failure(text);
  }

  /**
   * An error whose text repeats bytes that a client sent, which need not be UTF-8. The array is
   * copied.
   *
   * @see ErrorText
   */
  static Reply error(byte[] text) {
    return new Failure(text);
  }

  /** A whole number. */
  static Reply integer(long value) {
    if (value == 0) {
      return ZERO;
    }
    return value == 1 ? ONE : new Int(value);
  }

  /** A string of bytes. They are not copied: the caller gives the array up. */
  static Reply bulk(byte[] bytes) {
    return new Bulk(bytes);
  }

  /** A string of bytes: the text as UTF-8. */
  static Reply bulk(String text) {
    return new Text(text);
  }

  /** Replies in an order that means something. */
  static Reply array(Reply... elements) {
    return array(Arrays.asList(elements));
  }

  /** Replies in an order that means something. The list is copied. */
  static Reply array(List<? extends Reply> elements) {
    return elements.isEmpty() ? EMPTY_ARRAY : new Aggregate(Aggregate.Kind.ARRAY, elements);
  }

  /** Replies in no order, each once; an array in RESP2. The list is copied. */
  static Reply set(List<? extends Reply> elements) {
    return new Aggregate(Aggregate.Kind.SET, elements);
  }

  /**
   * Keys with their values, by turns, in the order given; a flat array in RESP2.
   *
   * @throws IllegalArgumentException when the last key has no value
   */
  static Reply map(Reply... keysAndValues) {
    return map(Arrays.asList(keysAndValues));
  }

  /** Keys with their values, as {@link #map(Reply...)}. The list is copied. */
  static Reply map(List<? extends Reply> keysAndValues) {
    return new Aggregate(Aggregate.Kind.MAP, keysAndValues);
  }

  /** What a client reads without having asked, such as a message; an array in RESP2. */
  static Reply push(List<? extends Reply> elements) {
    return new Aggregate(Aggregate.Kind.PUSH, elements);
  }

  /** Yes or no; 1 or 0 in RESP2. */
  static Reply bool(boolean value) {
    return value ? Bool.TRUE : Bool.FALSE;
  }

  /** A floating point number, infinities and not-a-number included; a string in RESP2. */
  static Reply real(double value) {
    return new Real(value);
  }

  /** A whole number of any size; a string in RESP2. */
  static Reply bigNumber(BigInteger value) {
    return new BigNumber(value);
  }

  /**
   * A whole number of any size, in decimal; a string in RESP2.
   *
   * @throws NumberFormatException when the text is not one
   */
  static Reply bigNumber(String digits) {
    return new BigNumber(new BigInteger(digits));
  }

  /**
   * Text for a person to read; a string in RESP2.
   *
   * @param format what kind of text it is, in three ASCII letters: {@code txt} or {@code mkd}
   * @throws IllegalArgumentException when the format is not three letters long
   */
  static Reply verbatim(String format, String text) {
    return new Verbatim(format, text);
  }

  /**
   * Long text for a person to read, which is made only as it is written; a string in RESP2. Between
   * its maker and the connection nothing holds the whole of it.
   *
   * @param format as above
   */
  static Reply verbatim(String format, NettyContent text) {
    return new Written(format, text);
  }

  /**
   * A reply that is not there yet. The future may complete on any thread, with any reply but
   * another of these; a failure is answered with an error. It stands alone, never inside an array.
   */
  static Reply later(Future<Reply> reply) {
    return new Later(reply, false);
  }

  /**
   * A reply that is not there yet, as {@link #later}, and that the client's next commands wait for:
   * for what changes the client itself.
   */
  static Reply hold(Future<Reply> reply) {
    return reply.succeeded() ? reply.result() : new Later(reply, true);
  }

  /** Replies that are always the same, ready as bytes. */
  enum Constant implements Reply {
    /** {@link Reply#OK}. */
    OK("+OK\r\n"),
    /** {@link Reply#PONG}. */
    PONG("+PONG\r\n"),
    /** {@link Reply#NULL}. */
    NULL("$-1\r\n", "_\r\n"),
    /** {@link Reply#NULL_ARRAY}. */
    NULL_ARRAY("*-1\r\n", "_\r\n"),
    /** {@link Reply#NONE}. */
    NONE(""),
    /** {@link Reply#EMPTY_ARRAY}. */
    EMPTY_ARRAY("*0\r\n"),
    /** {@link Reply#ZERO}. */
    ZERO(":0\r\n"),
    /** {@link Reply#ONE}. */
    ONE(":1\r\n");

    private final long resp2;
    private final long resp3;

    Constant(String wire) {
      this(wire, wire);
    }

    Constant(String resp2, String resp3) {
      this.resp2 = ShortBytes.of(resp2);
      this.resp3 = ShortBytes.of(resp3);
    }

    /** As {@link ShortBytes}. */
    long wire(int respVersion) {
      return respVersion == 2 ? resp2 : resp3;
    }
  }

  /** One line of text; see {@link Reply#simple}. */
  record Status(String text) implements Reply {

    /** Makes it one line. */
    public Status {
      text = Lines.join(text);
    }
  }

  /** An error; see {@link Reply#error}. Equal to another of the same bytes. */
  final class Failure implements Reply {

    static final Failure SYNTAX = new Failure("ERR syntax error");

    private final byte[] line;

    /** Makes it one line, in UTF-8. */
    public Failure(String text) {
      this(text.getBytes(StandardCharsets.UTF_8));
    }

    Failure(byte[] text) {
      line = Lines.join(text);
      if (line.length == 0) {
        throw new IllegalArgumentException("an error begins with its code, such as ERR");
      }
    }

    /** What the client reads; what is not UTF-8 becomes U+FFFD. */
    public String text() {
      return new String(line, StandardCharsets.UTF_8);
    }

    /** The first word of the text, such as {@code ERR} or {@code WRONGTYPE}. */
    public String code() {
      String text = text();
      int space = text.indexOf(' ');
      return space < 0 ? text : text.substring(0, space);
    }

    /** The bytes themselves, not a copy: they are only to be read. */
    byte[] line() {
      return line;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Failure that && Arrays.equals(line, that.line);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(line);
    }

    @Override
    public String toString() {
      return "Failure[" + text() + "]";
    }
  }

  /** A whole number; see {@link Reply#integer}. */
  record Int(long value) implements Reply {}

  /** A string of bytes; see {@link Reply#bulk(byte[])}. Equal to another of the same bytes. */
  final class Bulk implements Reply {

    private final byte[] bytes;

    private Bulk(byte[] bytes) {
      this.bytes = Objects.requireNonNull(bytes, "bytes");
    }

    /** The bytes themselves, not a copy: they are only to be read. */
    public byte[] bytes() {
      return bytes;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bulk that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Bulk[" + new String(bytes, StandardCharsets.UTF_8) + "]";
    }
  }

  /** A string of bytes, held as text; see {@link Reply#bulk(String)}. */
  record Text(String text) implements Reply {

    /** Refuses null. */
    public Text {
      Objects.requireNonNull(text, "text");
    }
  }

  /** Several replies as one; see {@link Reply#array}, {@link Reply#map}, {@link Reply#push}. */
  record Aggregate(Kind kind, List<? extends Reply> elements) implements Reply {

    /** Copies the elements, and refuses those that cannot stand in an aggregate. */
    public Aggregate {
      elements = List.copyOf(elements);
      for (Reply element : elements) {
        if (element instanceof Later || element == NONE) {
          throw new IllegalArgumentException("inside an aggregate every reply must be there");
        }
      }
      if (kind == Kind.MAP && elements.size() % 2 != 0) {
        throw new IllegalArgumentException("the last key of a map has no value");
      }
    }

    /** How the elements belong together. */
    public enum Kind {
      /** In order. */
      ARRAY('*'),
      /** In no order, each once. */
      SET('~'),
      /** Keys and values by turns. */
      MAP('%'),
      /** Not asked for. */
      PUSH('>');

      private final char resp3Type;

      Kind(char resp3Type) {
        this.resp3Type = resp3Type;
      }

      char type(int respVersion) {
        return respVersion == 2 ? '*' : resp3Type;
      }
    }

    int announcedCount(int respVersion) {
      return kind == Kind.MAP && respVersion == 3 ? elements.size() / 2 : elements.size();
    }
  }

  /** Yes or no; see {@link Reply#bool}. */
  record Bool(boolean value) implements Reply {

    private static final Bool TRUE = new Bool(true);
    private static final Bool FALSE = new Bool(false);
  }

  /** A floating point number; see {@link Reply#real}. */
  record Real(double value) implements Reply {}

  /** A whole number of any size; see {@link Reply#bigNumber(BigInteger)}. */
  record BigNumber(BigInteger value) implements Reply {

    /** Refuses null. */
    public BigNumber {
      Objects.requireNonNull(value, "value");
    }
  }

  /** Text for a person; see {@link Reply#verbatim}. */
  record Verbatim(String format, String text) implements Reply {

    /** Refuses a format that is not three ASCII letters. */
    public Verbatim {
      checkFormat(format);
      Objects.requireNonNull(text, "text");
    }

    private static void checkFormat(String format) {
      if (!format.matches("[a-zA-Z]{3}")) {
        throw new IllegalArgumentException("a format is three letters, was " + format);
      }
    }
  }

  /** Text that is made as it is written; see {@link Reply#verbatim(String, NettyContent)}. */
  record Written(String format, NettyContent text) implements Reply {

    /** Refuses a format that is not three ASCII letters. */
    public Written {
      Verbatim.checkFormat(format);
      Objects.requireNonNull(text, "text");
    }
  }

  /** Makes a text in a buffer of Netty. */
  @FunctionalInterface
  interface NettyContent {

    /** Appends all of it in UTF-8, on the event loop of the client that asked. */
    void writeTo(ByteBuf out);
  }

  /**
   * A reply that is not there yet; see {@link Reply#later}.
   *
   * @param holds whether the client's next commands wait for it
   */
  record Later(Future<Reply> reply, boolean holds) implements Reply {

    /** Refuses null. */
    public Later {
      Objects.requireNonNull(reply, "reply");
    }
  }
}
