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
 * @param plan by which several nodes do it; null if one does
 * @param muted whether its reply is not wanted
 * @param reply complete when it is sent, or is not to be
 */
record Outgoing(
    ByteBuf request,
    BackendRow row,
    Treatment treatment,
    Plan plan,
    boolean muted,
    Promise<Reply> reply) {

  static Outgoing of(Request request, BackendRow row, Plan plan, boolean muted) {
    return new Outgoing(
        Wire.copy(request), row, row.treatment().of(request), plan, muted, Promise.promise());
  }

  /** The same as it is known now. */
  Outgoing as(Request decoded, BackendRow newRow, Plan newPlan) {
    return new Outgoing(request, newRow, newRow.treatment().of(decoded), newPlan, muted, reply);
  }

  /** Has several nodes do it. */
  void runPlan(Nodes nodes) {
    plan.run(nodes)
        .onComplete(
            done ->
                reply.complete(done.succeeded() ? done.result() : UpstreamErrors.of(done.cause())));
  }

  /** It was sent: its reply comes from the server behind. */
  void sent() {
    reply.complete(Reply.FORWARDED);
  }
}
