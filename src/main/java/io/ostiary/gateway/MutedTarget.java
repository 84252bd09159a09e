package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.ostiary.resp.ErrorReply;

/** Replies that a client does not want ({@code CLIENT REPLY}). On its event loop. */
final class MutedTarget implements ReplyTarget {

  private final ClientReplies replies;

  MutedTarget(ClientReplies replies) {
    this.replies = replies;
  }

  @Override
  public void replied(ByteBuf bytes, int from, int to, int ended, boolean whole) {
    replies.repliedUnwanted(ended);
  }

  /** Messages reach such a client all the same, and so do confirmations of subscriptions. */
  ReplyTarget asPushes() {
    return new ReplyTarget() {
      @Override
      public void replied(ByteBuf bytes, int from, int to, int ended, boolean whole) {
        replies.pushed(bytes, from, to, whole);
        replies.repliedUnwanted(ended);
      }

      @Override
      public void failed(ErrorReply why, boolean begun) {
        MutedTarget.this.failed(why, begun);
      }
    };
  }

  @Override
  public void failed(ErrorReply why, boolean begun) {
    replies.repliedUnwanted(1);
  }
}
