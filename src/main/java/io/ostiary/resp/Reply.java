package io.ostiary.resp;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What a command answers: an immutable value that any thread may make and pass on. How it looks on
 * the wire depends on the client's protocol; see {@link ReplyEncoder}.
 *
 * <p>Made by the constants and factories here. None takes null: an absent value is {@link #NULL}.
 */
public sealed interface Reply
    permits ConstantReply,
        ErrorReply,
        AggregateReply,
        SequenceReply,
        DeferredReply,
        PostponedReply,
        Reply.Status,
        Reply.Int,
        BulkReply,
        Reply.Text,
        Reply.Bool,
        Reply.Real,
        Reply.BigNumber,
        Reply.Verbatim,
        Reply.Written,
        Reply.Later {

  /** {@code OK}. */
  Reply OK = ConstantReply.OK;

  /** {@code PONG}: what {@code PING} answers. */
  Reply PONG = ConstantReply.PONG;

  /** No value: what {@code GET} answers for a key that is not there. */
  Reply NULL = ConstantReply.NULL;

  /** No array. RESP3 has one null for both. */
  Reply NULL_ARRAY = ConstantReply.NULL_ARRAY;

  /** Nothing at all is written: what a client gets that turned replies off. */
  Reply NONE = ConstantReply.NONE;

  /**
   * What a server behind this one answers: its own bytes are passed on, in their place among the
   * client's replies. Never inside an array.
   */
  Reply FORWARDED = ConstantReply.FORWARDED;

  /** An array without elements. */
  Reply EMPTY_ARRAY = ConstantReply.EMPTY_ARRAY;

  /** The number 0, which also says "no". */
  Reply ZERO = ConstantReply.ZERO;

  /** The number 1, which also says "yes". */
  Reply ONE = ConstantReply.ONE;

  /** Words that a command does not take, or takes at another place. */
  Reply SYNTAX_ERROR = ErrorReply.SYNTAX;

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
    return new ErrorReply(text);
  }

  /**
   * An error whose text repeats bytes that a client sent, which need not be UTF-8. The array is
   * copied.
   *
   * @see ErrorText
   */
  static Reply error(byte[] text) {
    return new ErrorReply(text);
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
    return new BulkReply(bytes);
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
    return elements.isEmpty()
        ? EMPTY_ARRAY
        : new AggregateReply(AggregateReply.Kind.ARRAY, elements);
  }

  /** Replies in no order, each once; an array in RESP2. The list is copied. */
  static Reply set(List<? extends Reply> elements) {
    return new AggregateReply(AggregateReply.Kind.SET, elements);
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
    return new AggregateReply(AggregateReply.Kind.MAP, keysAndValues);
  }

  /** What a client reads without having asked, such as a message; an array in RESP2. */
  static Reply push(List<? extends Reply> elements) {
    return new AggregateReply(AggregateReply.Kind.PUSH, elements);
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

  /** One line of text; see {@link Reply#simple}. */
  record Status(String text) implements Reply {

    /** Makes it one line. */
    public Status {
      text = Lines.join(text);
    }
  }

  /** A whole number; see {@link Reply#integer}. */
  record Int(long value) implements Reply {}

  /** A string of bytes, held as text; see {@link Reply#bulk(String)}. */
  record Text(String text) implements Reply {

    /** Refuses null. */
    public Text {
      Objects.requireNonNull(text, "text");
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
