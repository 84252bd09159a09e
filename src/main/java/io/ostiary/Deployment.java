package io.ostiary;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where the instances of one deployment find each other, also when Vert.x made them from the
 * class's name. Safe from any thread.
 */
final class Deployment implements Shareable {

  private static final String MAP = "io.ostiary.deployments";

  private final AtomicInteger arrived = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private final Promise<SharedServer> server = Promise.promise();

  private Deployment() {}

  /** The one that this deployment's instances share. */
  static Deployment of(Vertx vertx, String deploymentId) {
    LocalMap<String, Deployment> all = vertx.sharedData().getLocalMap(MAP);
    return all.computeIfAbsent(deploymentId, id -> new Deployment());
  }

  /** An instance starts; whether it is the first, which makes the server for all. */
  boolean instanceStarts() {
    running.incrementAndGet();
    return arrived.getAndIncrement() == 0;
  }

  /** The server that all share; completed by the first instance when it listens. */
  Promise<SharedServer> server() {
    return server;
  }

  /** The same, completed on the event loop of another instance. */
  Future<SharedServer> serverOn(Context context) {
    return Future.future(
        promise ->
            server
                .future()
                .onComplete(result -> context.runOnContext(nothing -> promise.handle(result))));
  }

  /** An instance has stopped; the last one lets the deployment be forgotten. */
  void instanceStopped(Vertx vertx, String deploymentId) {
    if (running.decrementAndGet() == 0) {
      vertx.sharedData().getLocalMap(MAP).remove(deploymentId);
    }
  }
}
