package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.vertx.core.Promise;

/**
 * A request that could not be sent at once: a copy of it, which waits for its connection. The
 * client's next requests wait behind it.
 *
 * @param request as it is on the wire, on the heap
 * @param row what it is
 * @param treatment what it asks of its connection, its arguments considered
 * @param muted whether its reply is not wanted
 * @param reply complete when it is sent, or is not to be
 */
record Outgoing(
    ByteBuf request, BackendRow row, Treatment treatment, boolean muted, Promise<Reply> reply) {

  static Outgoing of(Request request, BackendRow row, boolean muted) {
    return new Outgoing(
        Wire.copy(request), row, row.treatment().of(request), muted, Promise.promise());
  }

  /** The same, by what is known by now of the server behind. */
  Outgoing known(Backend backend) {
    Request read = Wire.read(request);
    BackendRow found = backend.row(read);
    return found == null
        ? this
        : new Outgoing(request, found, found.treatment().of(read), muted, reply);
  }

  /** It was sent: its reply comes from the server behind. */
  void sent() {
    reply.complete(Reply.FORWARDED);
  }
}
