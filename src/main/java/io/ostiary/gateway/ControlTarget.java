package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.ostiary.resp.ErrorReply;

/**
 * The reply to a command that changes the state of its connection: an error means that the state is
 * not what it was taken for. On an event loop.
 */
final class ControlTarget implements ReplyTarget {

  private static final byte[] ABORTED = {'-', 'E', 'X', 'E', 'C', 'A'};

  private final ReplyTarget target;
  private final Runnable whenRefused;
  private boolean begun;

  /**
   * Passes it on.
   *
   * @param whenRefused runs when it is an error that has not ended a transaction
   */
  ControlTarget(ReplyTarget target, Runnable whenRefused) {
    this.target = target;
    this.whenRefused = whenRefused;
  }

  @Override
  public void replied(ByteBuf bytes, int from, int to, int ended, boolean whole) {
    if (!begun && bytes.getByte(from) == '-' && !isAborted(bytes, from, to)) {
      whenRefused.run();
    }
    begun = true;
    target.replied(bytes, from, to, ended, whole);
  }

  private static boolean isAborted(ByteBuf bytes, int from, int to) {
    boolean same = to - from >= ABORTED.length;
    for (int i = 0; same && i < ABORTED.length; i++) {
      same = bytes.getByte(from + i) == ABORTED[i];
    }
    return same;
  }

  @Override
  public void failed(ErrorReply why, boolean partly) {
    target.failed(why, partly);
  }
}
