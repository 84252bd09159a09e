package io.ostiary.it;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A gateway for all tests of a class; the redis-server behind has no keys when one begins. */
final class EachGateway implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

  private final String[] directives;
  private GatewayProcess gateway; // null: not started

  /** With these directives of the gateway. */
  EachGateway(String... directives) {
    this.directives = directives;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    gateway = GatewayProcess.start(directives);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    RedisCli.ask(redisPort(), "FLUSHALL");
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (gateway != null) {
      gateway.close();
    }
  }

  /** The port of the gateway. */
  int port() {
    return gateway.port();
  }

  /** The port of the redis-server. */
  int redisPort() {
    return gateway.redisPort();
  }

  /** How many connections the redis-server has, without the one that asks. */
  int upstreamConnections() {
    return gateway.upstreamConnections();
  }

  /** The process of the gateway. */
  OstiaryProcess process() {
    return gateway.process();
  }
}
