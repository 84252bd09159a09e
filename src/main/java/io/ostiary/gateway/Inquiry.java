package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.ostiary.listen.Connection;
import io.ostiary.listen.Destination;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.ProtocolException;
import io.ostiary.resp.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * Asks a server one thing over a connection that is closed then: where others are is also asked
 * while no connection works. On one event loop.
 */
final class Inquiry extends ServerListener {

  private final Connection connection;
  private final Exchange exchange;
  private final Promise<Reply> answer = Promise.promise();
  private boolean ended;

  private Inquiry(GatewayLoop loop, Connection connection) {
    this.connection = connection;
    this.exchange = new Exchange(loop.allocator(), IgnoredReplies.PUSHES);
  }

  /**
   * Asks.
   *
   * @param identity to log in by first
   * @return the answer, an error that the server says included; fails, in no more than twice the
   *     time for a connect, with a message that says why none came
   */
  static Future<Reply> ask(
      GatewayLoop loop, Destination server, Identity identity, String... words) {
    return loop.connector()
        .connect(server, loop.connectTimeout())
        .compose(connection -> new Inquiry(loop, connection).begin(loop, identity, words));
  }

  private Future<Reply> begin(GatewayLoop loop, Identity identity, String... words) {
    connection.serve(this);
    if (!identity.equals(Identity.NONE)) {
      add(Setup.login(identity), IgnoredReplies.OWN);
    }
    Captured captured = new Captured();
    add(Wire.request(words), captured);
    captured.reply().onSuccess(answer::tryComplete);
    exchange.flushTo(connection);
    long limit = loop.connectTimeout().toMillis();
    loop.after(limit, () -> end("timed out after " + limit + " ms"));
    return answer.future().onComplete(done -> end("answered"));
  }

  private void add(ByteBuf request, ReplyTarget target) {
    exchange.add(request, 0, request.readableBytes(), target, 0);
  }

  @Override
  void end(String why) {
    if (!ended) {
      ended = true;
      answer.tryFail(why);
      exchange.lost(0, false, (sent, mayHaveRun) -> new ErrorReply("ERR " + why));
      exchange.release();
      connection.close();
    }
  }

  @Override
  void read(ByteBuf bytes) throws ProtocolException {
    if (!ended) {
      exchange.read(bytes);
    }
  }
}
