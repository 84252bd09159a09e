package io.ostiary.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes replies as RESP2 or RESP3. Any thread; the buffer belongs to the caller.
 *
 * <p>The replies that most commands give (constants, numbers, strings, arrays of them) are written
 * without making an object.
 */
public final class ReplyEncoder {

  static final int CRLF = '\r' << 8 | '\n';

  /** A type, the digits of any int, CR and LF. */
  private static final int LONGEST_HEADER = 1 + 10 + 2;

  /**
   * From this length on, a string is not copied for a {@link ReplySink}. To copy so much takes a
   * quarter of a microsecond at best, about what one more piece of a write costs; more takes
   * longer, and its memory is held for as long as the peer does not read.
   */
  public static final int LARGE_BYTES = 16 * 1024;

  private ReplyEncoder() {}

  /**
   * Appends {@code reply} to {@code out}.
   *
   * @param respVersion 2 or 3
   * @throws IllegalArgumentException when the reply is not there yet ({@link Reply.Later}, {@link
   *     DeferredReply}), or for another version; nothing is written then
   */
  public static void encode(Reply reply, int respVersion, ByteBuf out) {
    checkVersion(respVersion);
    write(reply, respVersion, out);
  }

  /**
   * Gives {@code reply} to {@code sink}, each string of {@link #LARGE_BYTES} or more as its own
   * array, wherever in the reply it is.
   *
   * @param respVersion 2 or 3
   * @throws IllegalArgumentException as {@link #encode(Reply, int, ByteBuf)}
   */
  public static void encode(Reply reply, int respVersion, ReplySink sink) {
    if (isPlain(reply)) {
      encode(reply, respVersion, sink.buffer());
      return;
    }
    checkVersion(respVersion);
    writeInParts(reply, respVersion, sink);
  }

  /** Whether nothing in it can be large. */
  private static boolean isPlain(Reply reply) {
    return reply instanceof BulkReply bulk
        ? bulk.bytes().length < LARGE_BYTES
        : !(reply instanceof AggregateReply || reply instanceof SequenceReply);
  }

  private static void writeInParts(Reply reply, int respVersion, ReplySink sink) {
    if (reply instanceof BulkReply bulk) {
      writeHeader('$', bulk.bytes().length, sink.buffer());
      sink.large(bulk.bytes());
      sink.buffer().writeShort(CRLF);
    } else if (reply instanceof AggregateReply aggregate) {
      writeHeader(aggregate, respVersion, sink.buffer());
      writeEachInParts(aggregate.elements(), respVersion, sink);
    } else if (reply instanceof SequenceReply sequence) {
      writeEachInParts(sequence.replies(), respVersion, sink);
    }
  }

  private static void writeEachInParts(
      List<? extends Reply> replies, int respVersion, ReplySink sink) {
    for (int i = 0; i < replies.size(); i++) {
      Reply element = replies.get(i);
      if (isPlain(element)) {
        // Asked for anew: a sink sends a buffer that is full.
        write(element, respVersion, sink.buffer());
      } else {
        writeInParts(element, respVersion, sink);
      }
    }
  }

  private static void checkVersion(int respVersion) {
    if (respVersion != 2 && respVersion != 3) {
      throw new IllegalArgumentException("respVersion must be 2 or 3, was " + respVersion);
    }
  }

  // The most frequent first.
  private static void write(Reply reply, int respVersion, ByteBuf out) {
    if (reply instanceof ConstantReply constant) {
      ShortBytes.write(constant.wire(respVersion), out);
    } else if (reply instanceof BulkReply bulk) {
      writeBulk(bulk.bytes(), out);
    } else if (reply instanceof Reply.Status status) {
      writeLine('+', status.text(), out);
    } else if (reply instanceof Reply.Int number) {
      writeHeader(':', number.value(), out);
    } else if (reply instanceof Reply.Text text) {
      writeBulk(text.text(), out);
    } else if (reply instanceof AggregateReply aggregate) {
      writeAggregate(aggregate, respVersion, out);
    } else if (reply instanceof ErrorReply failure) {
      writeLine('-', failure.line(), out);
    } else if (reply instanceof SequenceReply sequence) {
      writeEach(sequence.replies(), respVersion, out);
    } else if (respVersion == 2) {
      writeAsResp2(reply, out);
    } else {
      writeAsResp3(reply, out);
    }
  }

  /** The types that RESP2 has not: as what comes nearest. */
  private static void writeAsResp2(Reply reply, ByteBuf out) {
    if (reply instanceof Reply.Bool bool) {
      writeHeader(':', bool.value() ? 1 : 0, out);
    } else if (reply instanceof Reply.Real real) {
      writeBulk(Doubles.format(real.value()), out);
    } else if (reply instanceof Reply.BigNumber number) {
      writeBulk(number.value().toString(), out);
    } else if (reply instanceof Reply.Verbatim verbatim) {
      writeBulk(verbatim.text(), out);
    } else if (reply instanceof Reply.Written written) {
      writeWritten('$', "", written.text(), out);
    } else {
      throw notThereYet();
    }
  }

  private static void writeAsResp3(Reply reply, ByteBuf out) {
    if (reply instanceof Reply.Bool bool) {
      writeLine('#', bool.value() ? "t" : "f", out);
    } else if (reply instanceof Reply.Real real) {
      writeLine(',', Doubles.format(real.value()), out);
    } else if (reply instanceof Reply.BigNumber number) {
      writeLine('(', number.value().toString(), out);
    } else if (reply instanceof Reply.Verbatim verbatim) {
      writeVerbatim(verbatim, out);
    } else if (reply instanceof Reply.Written written) {
      writeWritten('=', written.format() + ":", written.text(), out);
    } else {
      throw notThereYet();
    }
  }

  private static IllegalArgumentException notThereYet() {
    return new IllegalArgumentException("a later reply is encoded when it is there");
  }

  private static void writeAggregate(AggregateReply aggregate, int respVersion, ByteBuf out) {
    writeHeader(aggregate, respVersion, out);
    writeEach(aggregate.elements(), respVersion, out);
  }

  private static void writeEach(List<? extends Reply> replies, int respVersion, ByteBuf out) {
    for (int i = 0; i < replies.size(); i++) {
      write(replies.get(i), respVersion, out);
    }
  }

  private static void writeVerbatim(Reply.Verbatim verbatim, ByteBuf out) {
    String text = verbatim.text();
    writeHeader('=', verbatim.format().length() + 1 + ByteBufUtil.utf8Bytes(text), out);
    out.writeCharSequence(verbatim.format(), StandardCharsets.US_ASCII);
    out.writeByte(':');
    ByteBufUtil.writeUtf8(out, text);
    out.writeShort(CRLF);
  }

  /** The length stands before the text, but is known after it: the text is moved up to it. */
  private static void writeWritten(char type, String prefix, Reply.NettyContent text, ByteBuf out) {
    int start = out.writerIndex();
    out.writeZero(LONGEST_HEADER);
    int begin = out.writerIndex();
    out.writeCharSequence(prefix, StandardCharsets.US_ASCII);
    text.writeTo(out);
    int length = out.writerIndex() - begin;
    out.writerIndex(start);
    writeHeader(type, length, out);
    int target = out.writerIndex();
    // Netty's own discardReadBytes moves bytes down in this way, too.
    out.setBytes(target, out, begin, length).writerIndex(target + length);
    out.writeShort(CRLF);
  }

  private static void writeBulk(byte[] bytes, ByteBuf out) {
    writeHeader('$', bytes.length, out);
    out.writeBytes(bytes);
    out.writeShort(CRLF);
  }

  private static void writeBulk(String text, ByteBuf out) {
    int length = ByteBufUtil.utf8Bytes(text);
    writeHeader('$', length, out);
    ByteBufUtil.reserveAndWriteUtf8(out, text, length);
    out.writeShort(CRLF);
  }

  private static void writeLine(char type, byte[] text, ByteBuf out) {
    out.writeByte(type);
    out.writeBytes(text);
    out.writeShort(CRLF);
  }

  private static void writeLine(char type, String text, ByteBuf out) {
    out.writeByte(type);
    ByteBufUtil.writeUtf8(out, text);
    out.writeShort(CRLF);
  }

  private static void writeHeader(AggregateReply aggregate, int respVersion, ByteBuf out) {
    writeHeader(aggregate.kind().type(respVersion), aggregate.announcedCount(respVersion), out);
  }

  static void writeHeader(char type, long number, ByteBuf out) {
    if (number >= 0 && number <= ShortBytes.MAX_NUMBER) {
      ShortBytes.write(ShortBytes.header(type, (int) number), out);
      return;
    }
    out.writeByte(type);
    Decimal.write(number, out);
    out.writeShort(CRLF);
  }
}
