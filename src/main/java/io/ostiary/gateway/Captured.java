package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.Reply;
import io.ostiary.resp.ReplyReader;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** A reply that the gateway itself asked for: kept until it is whole. */
final class Captured implements ReplyTarget {

  private final Promise<Reply> promise = Promise.promise();
  private ByteBuf parts; // null: nothing has come

  /** The reply; an error reply is one, too. Fails with an {@link UpstreamException}. */
  Future<Reply> reply() {
    return promise.future();
  }

  @Override
  public void replied(ByteBuf bytes, int from, int to, int ended, boolean whole) {
    if (parts == null) {
      parts = Unpooled.buffer(to - from);
    }
    parts.writeBytes(bytes, from, to - from);
    if (whole) {
      promise.complete(ReplyReader.read(parts));
    }
  }

  @Override
  public void failed(ErrorReply why, boolean begun) {
    promise.fail(new UpstreamException(why));
  }
}
