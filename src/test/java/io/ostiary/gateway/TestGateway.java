package io.ostiary.gateway;

import io.ostiary.peer.Peer;
import io.ostiary.peer.RedisServer;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.ExecutionException;

/** A gateway, and the redis-server behind it. */
final class TestGateway implements AutoCloseable {

  private final RedisServer redis;
  private final Served served;

  private TestGateway(RedisServer redis, Served served) {
    this.redis = redis;
    this.served = served;
  }

  /** On one event loop of the best transport. */
  static TestGateway start() throws ExecutionException {
    return start(TestTransport.best(), 1, new JsonObject());
  }

  /** On so many event loops. */
  static TestGateway start(TestTransport transport, int instances) throws ExecutionException {
    return start(transport, instances, new JsonObject());
  }

  /** With these settings, too. */
  static TestGateway start(TestTransport transport, int instances, JsonObject settings)
      throws ExecutionException {
    RedisServer redis = RedisServer.start();
    try {
      return new TestGateway(
          redis, Served.on(transport, to(redis.port()).mergeIn(settings), instances));
    } catch (Throwable e) { // Nothing else would end the process.
      redis.close();
      throw e;
    }
  }

  /** The settings of a gateway to a server on this port. */
  static JsonObject to(int port) {
    return Served.local().put("upstream", "redis://127.0.0.1:" + port);
  }

  int port() {
    return served.port();
  }

  int redisPort() {
    return redis.port();
  }

  /** A new client of the gateway. */
  Peer peer() {
    return served.peer();
  }

  /** A new client of the server behind. */
  Peer direct() {
    return Peer.to(redis.port());
  }

  @Override
  public void close() {
    try {
      served.close();
    } finally {
      redis.close();
    }
  }
}
