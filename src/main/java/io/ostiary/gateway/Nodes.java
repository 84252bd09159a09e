package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.Reply;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Asks nodes of a cluster for one client. On its event loop. */
final class Nodes {

  private final ClientKind kind;
  private final GatewayLoop loop;
  private final Cluster cluster;
  private final boolean slow;
  private final int flags;

  /** For one command of this client. */
  Nodes(ClientKind kind, GatewayLoop loop, BackendRow row) {
    this.kind = kind;
    this.loop = loop;
    this.cluster = loop.gateway().cluster();
    this.slow = row.treatment() == Treatment.SLOW;
    this.flags = row.retryFlag();
  }

  Cluster cluster() {
    return cluster;
  }

  /** Asks one. */
  Future<Reply> ask(Node node, ByteBuf request) {
    UpstreamConnection connection = loop.shared(kind.now().at(node), slow, 0);
    if (connection.isDown()) {
      return Future.failedFuture(new UpstreamException(connection.server().unreachable()));
    }
    Captured captured = new Captured();
    connection.send(request, captured, flags);
    return captured.reply();
  }

  /** Asks all masters the same; their replies in the order of their slots. */
  Future<List<Reply>> askAll(ByteBuf request) {
    List<Future<Reply>> replies = new ArrayList<>();
    cluster.masters().forEach(node -> replies.add(ask(node, request.duplicate())));
    return all(replies);
  }

  /** All of these, in their order, when each has come. */
  static Future<List<Reply>> all(List<Future<Reply>> replies) {
    return Future.join(replies).map(done -> replies.stream().map(Future::result).toList());
  }

  /** The first error among these; null if there is none. */
  static ErrorReply error(List<Reply> replies) {
    for (Reply reply : replies) {
      if (reply instanceof ErrorReply error) {
        return error;
      }
    }
    return null;
  }
}
