package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.ostiary.resp.AggregateReply;
import io.ostiary.resp.BulkReply;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.RawReply;
import io.ostiary.resp.ReplyReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The confirmations of one SUBSCRIBE or UNSUBSCRIBE: one for each channel that it names, or for
 * each that it ends. On an event loop.
 */
final class Confirmations implements ReplyTarget {

  private static final long ALL = -1;

  private final ReplyTarget target;
  private final Subscriptions subscriptions;
  private final String command;
  private long left;

  Confirmations(ReplyTarget target, Subscriptions subscriptions, ByteBuf request) {
    this.target = target;
    this.subscriptions = subscriptions;
    AggregateReply words = (AggregateReply) ReplyReader.read(request.duplicate());
    this.command =
        new String(((BulkReply) words.elements().get(0)).bytes(), StandardCharsets.US_ASCII)
            .toLowerCase(Locale.ROOT);
    int named = words.elements().size() - 1;
    this.left = named > 0 ? named : ALL;
  }

  /** Whether a frame is the last of them. */
  boolean isLast(RawReply frame) {
    if (frame.isError()) {
      return true;
    }
    if (left == ALL) {
      // Known now: all that was asked before is confirmed.
      left = Math.max(1, subscriptions.count(command));
    }
    subscriptions.confirmed(frame);
    left--;
    return left == 0;
  }

  @Override
  public void replied(ByteBuf bytes, int from, int to, int ended, boolean whole) {
    target.replied(bytes, from, to, ended, whole);
  }

  @Override
  public void failed(ErrorReply why, boolean begun) {
    target.failed(why, begun);
  }
}
