package io.ostiary.command.server;

import io.ostiary.command.Command;
import io.ostiary.command.CommandTable;
import io.ostiary.resp.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks up commands by the names COMMAND uses: {@code container|subcommand}. */
final class CommandRows {

  private CommandRows() {}

  /** The command of that name, which is case-insensitive. */
  static Optional<Command> find(CommandTable table, String name) {
    int bar = name.indexOf('|');
    if (bar < 0) {
      return table.find(name);
    }
    return table
        .find(name.substring(0, bar))
        .flatMap(container -> container.subcommand(name.substring(bar + 1)));
  }

  /** Every command, each followed by its subcommands. */
  static List<Command> flat(CommandTable table) {
    List<Command> rows = new ArrayList<>();
    for (Command command : table.all()) {
      rows.add(command);
      rows.addAll(command.subcommands());
    }
    return rows;
  }

  /** The commands named after {@code COMMAND INFO} or {@code COMMAND DOCS}; all if none is. */
  static List<String> asked(Request request) {
    List<String> names = new ArrayList<>();
    for (int i = 2; i < request.count(); i++) {
      names.add(request.text(i));
    }
    return names;
  }
}
