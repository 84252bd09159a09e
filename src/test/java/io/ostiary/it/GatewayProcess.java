package io.ostiary.it;

import io.ostiary.peer.RedisServer;
import java.util.ArrayList;
import java.util.List;

/** A gateway that runs as a process of its own, and the redis-server behind it. */
final class GatewayProcess implements AutoCloseable {

  private final RedisServer redis;
  private final OstiaryProcess gateway;

  private GatewayProcess(RedisServer redis, OstiaryProcess gateway) {
    this.redis = redis;
    this.gateway = gateway;
  }

  /** Starts both, with two event loops and these directives of the gateway, until they serve. */
  static GatewayProcess start(String... directives) {
    RedisServer redis = RedisServer.start();
    try {
      List<String> arguments =
          new ArrayList<>(
              List.of("--event-loops", "2", "--upstream", "redis://127.0.0.1:" + redis.port()));
      arguments.addAll(List.of(directives));
      OstiaryProcess gateway = Start.onFreePort(arguments.toArray(String[]::new)).untilReady();
      return new GatewayProcess(redis, gateway);
    } catch (Throwable e) {
      redis.close();
      throw e;
    }
  }

  /** The port of the gateway. */
  int port() {
    return gateway.port();
  }

  /** The gateway's process. */
  OstiaryProcess process() {
    return gateway;
  }

  /** The port of the redis-server. */
  int redisPort() {
    return redis.port();
  }

  /** How many connections the redis-server has, without the one that asks. */
  int upstreamConnections() {
    String connected =
        RedisCli.ask(redis.port(), "INFO", "clients")
            .lines()
            .filter(line -> line.startsWith("connected_clients:"))
            .findFirst()
            .orElseThrow();
    return Integer.parseInt(connected.substring(connected.indexOf(':') + 1).strip()) - 1;
  }

  @Override
  public void close() {
    try {
      gateway.close();
    } finally {
      redis.close();
    }
  }
}
