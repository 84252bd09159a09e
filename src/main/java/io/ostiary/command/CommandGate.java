package io.ostiary.command;

import io.ostiary.client.Client;
import io.ostiary.resp.Request;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * What may make a command wait before it runs: asked with every request that no {@link
 * CommandCheck} has refused. On the client's event loop; shared by all of them, so implementations
 * are safe.
 */
@FunctionalInterface
public interface CommandGate {

  /**
   * Judges without blocking.
   *
   * @return when the request is to be tried again, checks included; empty to let it run now
   */
  Optional<Future<Void>> waitsFor(Client client, Command command, Request request);
}
