package io.ostiary.command;

import io.ostiary.resp.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Commands by name. Immutable and safe from any thread. */
public final class CommandTable {

  /** No command at all. */
  public static final CommandTable EMPTY = new CommandTable(List.of(), Optional.empty());

  private final List<Command> commands;
  private final NameIndex<Command> byName;
  private final Optional<Command> fallback;

  private CommandTable(List<Command> commands, Optional<Command> fallback) {
    this.commands = List.copyOf(commands);
    this.fallback = fallback;
    this.byName = new NameIndex<>(this.commands);
  }

  /**
   * A table of these commands.
   *
   * @throws IllegalArgumentException if two have the same name
   */
  public static CommandTable of(Iterable<Command> commands) {
    List<Command> list = new ArrayList<>();
    commands.forEach(list::add);
    return list.isEmpty() ? EMPTY : new CommandTable(list, Optional.empty());
  }

  /**
   * This table with other commands in place of those of the same names.
   *
   * @throws IllegalArgumentException if one replaces nothing
   */
  public CommandTable replacing(CommandTable others) {
    List<Command> changed = new ArrayList<>(commands);
    for (Command command : others.commands) {
      Command replaced =
          find(command.name())
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "there is no command '" + command.name() + "' to replace"));
      changed.set(changed.indexOf(replaced), command);
    }
    return new CommandTable(changed, fallback);
  }

  /** This table without the commands of these names, in lower case. */
  public CommandTable without(Set<String> names) {
    return new CommandTable(
        commands.stream().filter(command -> !names.contains(command.name())).toList(), fallback);
  }

  /**
   * This table with a command that runs for every name, also a subcommand's, that is not in it. Its
   * arity and flags hold for all of them; it is not listed.
   */
  public CommandTable withFallback(Command command) {
    return new CommandTable(commands, Optional.of(command));
  }

  /** What runs for a name that is not in the table. */
  public Optional<Command> fallback() {
    return fallback;
  }

  /**
   * This table with other names for some of its commands.
   *
   * @param renames the new names by the old ones, in lower case; an empty one takes the command out
   * @throws IllegalArgumentException if there is no command of an old name, or two of a new one;
   *     the message says so
   */
  public CommandTable renamed(Map<String, String> renames) {
    for (String name : renames.keySet()) {
      if (find(name).isEmpty() && fallback.isEmpty()) {
        throw new IllegalArgumentException("there is no command '" + name + "' to rename");
      }
    }
    List<Command> renamed = new ArrayList<>();
    for (Command command : commands) {
      String name = renames.getOrDefault(command.name(), command.name());
      if (name.equals(command.name())) {
        renamed.add(command);
      } else if (!name.isEmpty()) {
        renamed.add(command.renamed(name));
      }
    }
    fallback.ifPresent(other -> renamed.addAll(renamedAway(renames, other)));
    return new CommandTable(renamed, fallback);
  }

  /** The fallback knows nothing of other names: what was taken away must not reach it. */
  private List<Command> renamedAway(Map<String, String> renames, Command other) {
    List<Command> rows = new ArrayList<>();
    renames.forEach(
        (oldName, newName) -> {
          if (!renames.containsValue(oldName)) {
            rows.add(RenamedAway.refused(oldName));
          }
          if (!newName.isEmpty() && find(oldName).isEmpty()) {
            rows.add(RenamedAway.passedOn(newName, oldName, other));
          }
        });
    return rows;
  }

  /** All of them, in the order they were given. */
  public List<Command> all() {
    return commands;
  }

  /** The command of that name, in any case. */
  public Optional<Command> find(String name) {
    return Optional.ofNullable(find(Request.of(name), 0));
  }

  /** The command that an argument of a request names, or null. */
  Command find(Request request, int argument) {
    return byName.find(request, argument);
  }
}
