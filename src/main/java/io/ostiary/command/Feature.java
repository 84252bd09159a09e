package io.ostiary.command;

import io.ostiary.client.Client;
import io.ostiary.client.CloseReason;
import io.ostiary.settings.LiveSettings;
import java.util.List;

/**
 * One thing that a server can do, whole: its commands, what it checks before any command runs, what
 * it does when a client leaves, what INFO shows of it, and what it does when a directive of its own
 * changes. A feature is one package and one line where the server is put together. Shared by all
 * event loops, so implementations are safe.
 */
public interface Feature {

  /** Its rows of the command table. */
  default List<Command> commands() {
    return List.of();
  }

  /**
   * Puts commands of its own in the place of those that features before it have, or takes them
   * away.
   *
   * @param before all of them
   */
  default CommandTable over(CommandTable before) {
    return before;
  }

  /** What it asks before a command runs, in this order, after the features before it. */
  default List<CommandCheck> checks() {
    return List.of();
  }

  /** What may make a command wait, after all checks have let it pass. */
  default List<CommandGate> gates() {
    return List.of();
  }

  /** Its sections of INFO, in this order, after those of the features before it. */
  default List<InfoSection> info() {
    return List.of();
  }

  /** Says what it does when a directive changes; called once, before the server serves. */
  default void follow(LiveSettings settings) {}

  /** A client asked for RESET: forget what it had built up. On its event loop. */
  default void reset(Client client) {}

  /**
   * Whether a client has subscribed to what is permitted and to nothing else. On its event loop.
   */
  default boolean subscribesWithin(Client client, ChannelPermission permission) {
    return true;
  }

  /**
   * A client has left: forget what is held for it. Called once for each client, on its event loop,
   * when it is out of the table; what this throws is logged.
   */
  default void left(Client client, CloseReason reason) {}
}
