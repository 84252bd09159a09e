package io.ostiary.listen;

import io.ostiary.peer.Served;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** An address to connect to, without a server behind it: a test is the door. */
record Doorway(Context context, int port) {

  private static final int BACKLOG = 128;

  /** Listens on loopback, at a port that the system chooses, until the Vert.x is closed. */
  static Doorway open(Vertx vertx, AcceptPace pace, LingerLimit drains, Door door)
      throws ExecutionException {
    Context context = vertx.getOrCreateContext();
    Promise<List<Endpoint>> opened = Promise.promise();
    context.runOnContext(
        nothing -> {
          ListenOptions options = new ListenOptions(BACKLOG, pace, () -> Duration.ZERO, drains);
          new Listeners(vertx, options, door)
              .open(List.of(BindAddress.parse("127.0.0.1")), -1)
              .onComplete(opened::handle);
        });
    return new Doorway(context, Served.await(opened.future()).get(0).port());
  }
}
