package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.ostiary.resp.ErrorReply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Notes what it is told: bytes with how many replies end in them, and failures. */
final class HeardReplies implements ReplyTarget {

  final List<String> heard = new ArrayList<>();
  private final int most;

  HeardReplies() {
    this(Integer.MAX_VALUE);
  }

  /** Takes at most so many replies together. */
  HeardReplies(int most) {
    this.most = most;
  }

  @Override
  public int most() {
    return most;
  }

  @Override
  public void replied(ByteBuf bytes, int from, int to, int ended, boolean whole) {
    String text = bytes.toString(from, to - from, StandardCharsets.ISO_8859_1);
    heard.add((text.replace("\r\n", " ").strip() + " (" + ended + (whole ? ")" : "...)")).strip());
  }

  @Override
  public void failed(ErrorReply why, boolean begun) {
    heard.add(why.text() + (begun ? " begun" : ""));
  }
}
