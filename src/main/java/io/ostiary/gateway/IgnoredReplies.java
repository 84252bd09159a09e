package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.ostiary.resp.ErrorReply;

/** Replies that are not read. */
enum IgnoredReplies implements ReplyTarget {
  /** To requests of the gateway's own. */
  OWN,
  /** What came without being asked for. */
  PUSHES;

  @Override
  public void replied(ByteBuf bytes, int from, int to, int ended, boolean whole) {}

  @Override
  public void failed(ErrorReply why, boolean begun) {}
}
