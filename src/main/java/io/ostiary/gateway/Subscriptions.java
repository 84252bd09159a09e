package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.ostiary.resp.AggregateReply;
import io.ostiary.resp.RawReply;
import io.ostiary.resp.Reply;
import io.ostiary.resp.ReplyReader;
import java.util.List;
import java.util.Set;

/**
 * What a pinned connection is subscribed to, by the confirmations that came back, and how messages
 * are told from replies. On an event loop.
 */
final class Subscriptions {

  private static final Set<String> MESSAGES =
      Set.of("message", "pmessage", "smessage", "invalidate");

  private static final int LONGEST_WORD = 16;

  private long channels;
  private long patterns;
  private long shardChannels;
  private boolean monitors;

  boolean isEmpty() {
    return channels + patterns + shardChannels == 0;
  }

  void monitors(boolean on) {
    monitors = on;
  }

  /** Whether a frame was not asked for. */
  boolean isMessage(RawReply frame) {
    if (monitors && frame.type() == '+' && Character.isDigit(frame.byteAt(1))) {
      return true;
    }
    return (frame.type() == '*' || frame.type() == '>') && MESSAGES.contains(firstWord(frame));
  }

  /** The word that a frame begins with; empty if it begins otherwise. */
  static String firstWord(RawReply frame) {
    ByteBuf bytes = frame.slice();
    int wordHeader = bytes.bytesBefore((byte) '\n') + 1;
    if (wordHeader >= bytes.readableBytes() || bytes.getByte(wordHeader) != '$') {
      return "";
    }
    bytes.skipBytes(wordHeader);
    int begin = bytes.bytesBefore((byte) '\n') + 1;
    bytes.skipBytes(begin);
    int length = bytes.bytesBefore((byte) '\r');
    return length > LONGEST_WORD
        ? ""
        : bytes.toString(bytes.readerIndex(), length, java.nio.charset.StandardCharsets.US_ASCII);
  }

  /** How many of those an UNSUBSCRIBE ends that names none. */
  long count(String command) {
    return switch (command) {
      case "unsubscribe" -> channels;
      case "punsubscribe" -> patterns;
      default -> shardChannels;
    };
  }

  /** The server behind has confirmed one. */
  void confirmed(RawReply frame) {
    if (!(ReplyReader.read(frame.slice()) instanceof AggregateReply confirmation)) {
      return;
    }
    List<? extends Reply> fields = confirmation.elements();
    if (fields.size() < 3) {
      return;
    }
    long count = Backend.number(fields.get(2));
    switch (Backend.text(fields.get(0))) {
      case "subscribe", "unsubscribe" -> channels = count - patterns;
      case "psubscribe", "punsubscribe" -> patterns = count - channels;
      case "ssubscribe", "sunsubscribe" -> shardChannels = count;
      default -> {}
    }
  }
}
