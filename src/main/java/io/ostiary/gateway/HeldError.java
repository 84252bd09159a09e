package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.ReplyEncoder;
import java.nio.charset.StandardCharsets;

/** The bytes of an error that are held back until it is whole. On an event loop. */
final class HeldError implements ReplyTarget {

  private final ByteBuf line = Unpooled.buffer();

  /** One that is whole. */
  static HeldError of(ErrorReply error) {
    HeldError held = new HeldError();
    ReplyEncoder.encode(error, 2, held.line);
    return held;
  }

  @Override
  public void replied(ByteBuf bytes, int from, int to, int ended, boolean whole) {
    line.writeBytes(bytes, from, to - from);
  }

  @Override
  public void failed(ErrorReply why, boolean begun) {}

  /** What it says; it is whole. */
  String text() {
    return line.toString(1, line.writerIndex() - 3, StandardCharsets.UTF_8);
  }

  /** Passes it on, as it came. */
  void passOn(ReplyTarget target) {
    target.replied(line, 0, line.writerIndex(), 1, true);
  }

  void clear() {
    line.clear();
  }
}
