package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.ostiary.resp.ErrorReply;

/** The reply to the EXEC of a transaction that selects a database. On the client's event loop. */
final class SelectTarget implements ReplyTarget {

  private final ReplyTarget target;
  private final Runnable whenSelected;
  private final Runnable whenAnswered;
  private boolean begun;

  /**
   * Passes it on.
   *
   * @param whenSelected runs when it tells that the transaction was run, before it is passed on
   * @param whenAnswered runs when all of it was passed on, or it does not come
   */
  SelectTarget(ReplyTarget target, Runnable whenSelected, Runnable whenAnswered) {
    this.target = target;
    this.whenSelected = whenSelected;
    this.whenAnswered = whenAnswered;
  }

  @Override
  public void replied(ByteBuf bytes, int from, int to, int ended, boolean whole) {
    // An array of replies; a null or an error if it did not run.
    if (!begun && bytes.getByte(from) == '*' && bytes.getByte(from + 1) != '-') {
      whenSelected.run();
    }
    begun = true;
    target.replied(bytes, from, to, ended, whole);
    if (whole) {
      whenAnswered.run();
    }
  }

  @Override
  public void failed(ErrorReply why, boolean partly) {
    target.failed(why, partly);
    whenAnswered.run();
  }
}
