package io.ostiary.pubsub;

import io.vertx.core.Future;

/** The source of a server whose messages are all published by its own clients. */
enum NoSource implements Source {
  INSTANCE;

  @Override
  public Future<Void> subscribe(Kind kind, byte[] name) {
    return Future.succeededFuture();
  }

  @Override
  public void unsubscribe(Kind kind, byte[] name) {}
}
