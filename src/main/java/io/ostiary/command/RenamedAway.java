package io.ostiary.command;

import io.ostiary.client.Client;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.Optional;

/**
 * What {@code rename-command} leaves where names that are not in the table go to a fallback: the
 * old name is refused, and the new one goes on under the old.
 */
final class RenamedAway implements CommandHandler {

  private final Optional<Command> target; // empty: refused
  private final String oldName;

  private RenamedAway(Optional<Command> target, String oldName) {
    this.target = target;
    this.oldName = oldName;
  }

  /** A name that is taken away: it must not reach the fallback. */
  static Command refused(String name) {
    return Command.of(name, -1, new RenamedAway(Optional.empty(), name));
  }

  /** A name that the fallback gets as another. */
  static Command passedOn(String newName, String oldName, Command fallback) {
    return Command.of(newName, -1, new RenamedAway(Optional.of(fallback), oldName));
  }

  /** The name that the fallback gets; empty where it gets none. */
  Optional<String> passedOnAs() {
    return target.map(fallback -> oldName);
  }

  @Override
  public Reply run(Client client, Request request) {
    return target.isEmpty()
        ? CommandErrors.unknownCommand(request)
        : target.get().handler().run(client, request.named(oldName));
  }
}
