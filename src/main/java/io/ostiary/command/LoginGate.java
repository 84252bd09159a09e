package io.ostiary.command;

import io.ostiary.client.ConnectedClient;
import io.ostiary.resp.Reply;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** What every login passes, whoever judges it. Shared by all event loops and safe. */
@FunctionalInterface
public interface LoginGate {

  /** Lets every login be judged at once. */
  LoginGate OPEN = (client, user, judge) -> judge.get();

  /**
   * Has a login judged, at once or later or not at all. On the client's event loop, where what it
   * answers is completed.
   *
   * @param judge answers OK, or the error that the client reads
   * @return OK if the client may be that user now, else an error
   */
  Future<Reply> pass(ConnectedClient client, String user, Supplier<Future<Reply>> judge);
}
