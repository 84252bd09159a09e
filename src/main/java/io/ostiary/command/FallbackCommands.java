package io.ostiary.command;

import io.ostiary.client.Client;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is known of the commands that a table's fallback runs, which permissions are judged by as
 * well. Shared by all event loops and safe.
 */
@FunctionalInterface
public interface FallbackCommands {

  /** Of a table without a fallback. */
  FallbackCommands NONE = (command, request) -> command;

  /**
   * What is known of the command that a request names.
   *
   * @param command the row that runs it, which may be the fallback's
   */
  CommandFacts facts(Command command, Request request);

  /** Has it told which commands there are, by their full names, each time that this is learned. */
  default void onCommands(Consumer<Map<String, Set<Category>>> listener) {}

  /** Whether commands of this client are gathered for a transaction. On its event loop. */
  default boolean isInTransaction(Client client) {
    return false;
  }

  /**
   * A command of a transaction is refused, so that none of it is to run. On the client's event
   * loop.
   *
   * @return how it is refused
   */
  default Reply refusedInTransaction(Client client, Reply refusal) {
    return refusal;
  }
}
