package io.ostiary.gateway;

import io.ostiary.listen.Destination;
import io.vertx.core.Future;

/** The server that {@code upstream} names. Safe from any thread. */
final class OneServer implements Servers {

  @Override
  public boolean mayBeChanged() {
    return true;
  }

  @Override
  public Future<Destination> locate(GatewayLoop loop, Node node) {
    return Future.succeededFuture(loop.destination());
  }
}
