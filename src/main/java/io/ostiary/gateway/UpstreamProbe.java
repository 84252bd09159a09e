package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.ostiary.listen.Connection;
import io.ostiary.resp.ProtocolException;
import io.ostiary.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * Finds out whether a server answers before it takes another's place: connects, says what is said
 * on each new connection, and closes. On one event loop.
 */
final class UpstreamProbe extends ServerListener {

  private final Promise<Void> answered = Promise.promise();
  private final Setup setup;

  private UpstreamProbe(GatewayLoop loop, Settings next) {
    UpstreamKind kind =
        new UpstreamKind(Node.ANY, Upstreams.url(next).database(), 2, Upstreams.identity(next));
    this.setup = new Setup(loop, kind, false);
  }

  /** Succeeds when the server of these settings answers as it should; from the loop. */
  static Future<Void> of(GatewayLoop loop, Settings next) {
    return loop.connector()
        .connect(Upstreams.destination(next), loop.connectTimeout())
        .compose(connection -> new UpstreamProbe(loop, next).begin(loop, connection));
  }

  private Future<Void> begin(GatewayLoop loop, Connection connection) {
    connection.serve(this);
    setup.done().onComplete(answered);
    setup.begin(connection, false);
    loop.after(
        loop.connectTimeout().toMillis(),
        () -> answered.tryFail("timed out after " + loop.connectTimeout().toMillis() + " ms"));
    return answered.future().onComplete(done -> connection.close());
  }

  @Override
  void read(ByteBuf bytes) throws ProtocolException {
    setup.exchange().read(bytes);
  }

  @Override
  void end(String why) {
    answered.tryFail(why);
    setup.lost(why);
  }
}
