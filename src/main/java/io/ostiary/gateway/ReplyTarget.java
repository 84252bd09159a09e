package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.ostiary.resp.ErrorReply;

/**
 * Whom the reply to a forwarded request is for. Each request gets exactly one whole reply or one
 * failure. On the event loop of the upstream connection.
 */
interface ReplyTarget {

  /**
   * Takes bytes of replies, in order and maybe in pieces.
   *
   * @param bytes the caller's; from {@code from} to before {@code to} they are for this target
   * @param ended how many of the replies that it awaits end in them
   * @param whole whether the last byte ends a reply
   */
  void replied(ByteBuf bytes, int from, int to, int ended, boolean whole);

  /** How many of the replies that it awaits may be passed on together; at least 1. */
  default int most() {
    return Integer.MAX_VALUE;
  }

  /**
   * The reply to one request does not come, or not to its end.
   *
   * @param why what the client is to read
   * @param begun whether a part of the reply was given already
   */
  void failed(ErrorReply why, boolean begun);
}
