package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.ostiary.resp.ErrorReply;

/** Whom the reply to a request is for that was sent to another node. On an event loop. */
final class Redirected implements ReplyTarget {

  private final ReplyTarget target;
  private int hops;
  private Runnable whenDone = () -> {};

  private Redirected(ReplyTarget target) {
    this.target = target;
  }

  /** The same target once more; a client's replies keep their order. */
  static Redirected again(ReplyTarget target) {
    Redirected again =
        target instanceof Redirected redirected
            ? redirected
            : new Redirected(target instanceof ClientReplies replies ? replies.detour() : target);
    again.hops++;
    return again;
  }

  /** How often it was sent on. */
  int hops() {
    return hops;
  }

  /** Runs this when there is a reply or a failure. */
  void whenDone(Runnable action) {
    whenDone = action;
  }

  /** Runs this when the client leaves before. */
  void whenLeft(Runnable action) {
    if (target instanceof ReplyOrder.Detour detour) {
      detour.whenLeft(action);
    }
  }

  @Override
  public void replied(ByteBuf bytes, int from, int to, int ended, boolean whole) {
    if (whole) {
      done();
    }
    target.replied(bytes, from, to, ended, whole);
  }

  @Override
  public void failed(ErrorReply why, boolean begun) {
    done();
    target.failed(why, begun);
  }

  private void done() {
    Runnable action = whenDone;
    whenDone = () -> {};
    action.run();
  }
}
