package io.ostiary.command;

import io.ostiary.client.Client;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.Optional;

/**
 * A reason not to run a command: asked with every request that names a command and fits its arity,
 * before the handler runs. Checks are asked in order, and the first that refuses decides. On the
 * client's event loop; shared by all of them, so implementations are safe.
 */
@FunctionalInterface
public interface CommandCheck {

  /**
   * Judges without blocking.
   *
   * @param command what is to run; a subcommand's own row
   * @return the error to answer with, empty to let it run
   */
  Optional<Reply> refuse(Client client, Command command, Request request);
}
