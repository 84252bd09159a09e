package io.ostiary.gateway;

import io.ostiary.resp.Reply;
import io.vertx.core.Future;

/** A command that is done by requests to several nodes. Run on the client's event loop. */
@FunctionalInterface
interface Plan {

  /**
   * Sends them; nothing else is due to the client.
   *
   * @return the one reply; fails with an {@link UpstreamException}
   */
  Future<Reply> run(Nodes nodes);
}
