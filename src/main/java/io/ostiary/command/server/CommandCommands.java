package io.ostiary.command.server;

import static io.ostiary.command.CommandFlag.LOADING;
import static io.ostiary.command.CommandFlag.STALE;

import io.ostiary.command.Command;
import io.ostiary.command.CommandHandler;
import io.ostiary.command.CommandTable;
import io.ostiary.command.Feature;
import io.ostiary.resp.Reply;
import java.util.List;
import java.util.function.Supplier;

/** {@code COMMAND}: describes the commands of the server. */
public final class CommandCommands implements Feature {

  private final Supplier<CommandTable> table;

  /**
   * The command of a server.
   *
   * @param table all commands; read when a command runs, because the table contains this one
   */
  public CommandCommands(Supplier<CommandTable> table) {
    this.table = table;
  }

  @Override
  public List<Command> commands() {
    CommandInfo info = new CommandInfo(table);
    return List.of(
        Command.container(
                "COMMAND",
                about("COUNT", 2, (client, request) -> Reply.integer(table.get().all().size()))
                    .summary("Answers how many commands there are.")
                    .since("2.8.13"),
                about("INFO", -2, info)
                    .summary("Shows arity, flags and keys of commands.")
                    .arguments("[command-name [command-name ...]]")
                    .since("2.8.13"),
                about("LIST", -2, new CommandList(table))
                    .summary("Answers the names of commands.")
                    .arguments("[FILTERBY MODULE module-name|ACLCAT category|PATTERN pattern]")
                    .since("7.0.0"),
                about("DOCS", -2, new CommandDocs(table))
                    .summary("Shows what commands do and how they are written.")
                    .arguments("[command-name [command-name ...]]")
                    .since("7.0.0"))
            .alone(info)
            .flags(LOADING, STALE)
            .summary("Shows which commands there are.")
            .since("2.8.13")
            .group("server"));
  }

  private static Command about(String name, int arity, CommandHandler handler) {
    return Command.of(name, arity, handler).flags(LOADING, STALE);
  }
}
