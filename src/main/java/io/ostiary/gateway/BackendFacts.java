package io.ostiary.gateway;

import io.ostiary.client.Client;
import io.ostiary.command.Category;
import io.ostiary.command.Command;
import io.ostiary.command.CommandFacts;
import io.ostiary.command.FallbackCommands;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What permissions ask of commands that go on to the server behind. Safe from any thread. */
final class BackendFacts implements FallbackCommands {

  private final Backend backend;
  private final Command fallback;

  /**
   * What a server behind tells.
   *
   * @param fallback the row that passes commands on
   */
  BackendFacts(Backend backend, Command fallback) {
    this.backend = backend;
    this.fallback = fallback;
  }

  @Override
  public void onCommands(Consumer<Map<String, Set<Category>>> listener) {
    backend.onCommands(listener);
  }

  @Override
  public CommandFacts facts(Command command, Request request) {
    if (command == fallback) {
      return row(request);
    }
    Optional<String> name = command.passedOnAs();
    return name.isPresent() ? row(request.named(name.get())) : command;
  }

  private CommandFacts row(Request request) {
    BackendRow row = backend.row(request);
    if (row != null) {
      return row;
    }
    // Before it has told its commands, rules about their parts and kinds cannot be judged.
    return backend.isLearned() ? BackendRow.unknown(request) : BackendRow.untold(request);
  }

  @Override
  public boolean isInTransaction(Client client) {
    ClientRoute route = Gateway.known(client);
    return route != null && route.isInTransaction();
  }

  @Override
  public Reply refusedInTransaction(Client client, Reply refusal) {
    return Gateway.known(client).spoilTransaction(refusal);
  }
}
