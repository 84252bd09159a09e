package io.ostiary.command.server;

import static io.ostiary.command.CommandFlag.ADMIN;
import static io.ostiary.command.CommandFlag.FAST;
import static io.ostiary.command.CommandFlag.LOADING;
import static io.ostiary.command.CommandFlag.NOSCRIPT;
import static io.ostiary.command.CommandFlag.NO_AUTH;
import static io.ostiary.command.CommandFlag.READONLY;
import static io.ostiary.command.CommandFlag.STALE;

import io.ostiary.client.Client;
import io.ostiary.command.Command;
import io.ostiary.command.CommandHandler;
import io.ostiary.command.CommandTable;
import io.ostiary.command.ServerContext;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** The rows of the commands about the server. */
public final class ServerCommands {

  private ServerCommands() {}

  /** The rows, ready to run in this server. */
  public static List<Command> in(ServerContext context) {
    CrossProtocol crossProtocol = new CrossProtocol();
    return List.of(
        config(context),
        command(context.everyCommand()),
        Command.of("INFO", -1, new Info(context))
            .flags(LOADING, STALE)
            .summary("Shows facts and figures, by section.")
            .arguments("[section [section ...]]")
            .since("1.0.0")
            .group("server"),
        Command.of("TIME", 1, ServerCommands::time)
            .flags(LOADING, STALE, FAST)
            .summary("Answers the server's clock: seconds since the epoch, and microseconds.")
            .since("2.6.0")
            .group("server"),
        Command.of("SHUTDOWN", -1, new Shutdown(context.shutdown()))
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .summary("Ends the server once replies have left.")
            .arguments("[NOSAVE|SAVE] [NOW] [FORCE] [ABORT]")
            .since("1.0.0")
            .group("server"),
        browser("POST", crossProtocol),
        browser("HOST:", crossProtocol));
  }

  private static Command config(ServerContext context) {
    return Command.container(
            "CONFIG",
            admin("GET", -3, new ConfigGet(context.settings()))
                .summary("Shows the settings that any of the patterns takes.")
                .arguments("parameter [parameter ...]")
                .since("2.0.0"),
            admin("SET", -4, new ConfigSet(context.settings()))
                .summary("Changes settings, all of them or none.")
                .arguments("parameter value [parameter value ...]")
                .since("2.0.0"),
            admin("RESETSTAT", 2, (client, request) -> resetStatistics(context))
                .summary("Sets the figures of INFO to zero.")
                .since("2.0.0"))
        .summary("Shows and changes settings.")
        .since("2.0.0")
        .group("server");
  }

  private static Command command(Supplier<CommandTable> table) {
    CommandInfo info = new CommandInfo(table);
    return Command.container(
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
        .group("server");
  }

  private static Command admin(String name, int arity, CommandHandler handler) {
    return Command.of(name, arity, handler).flags(ADMIN, NOSCRIPT, LOADING, STALE);
  }

  private static Command about(String name, int arity, CommandHandler handler) {
    return Command.of(name, arity, handler).flags(LOADING, STALE);
  }

  private static Command browser(String name, CommandHandler handler) {
    return Command.of(name, -1, handler)
        .flags(READONLY, LOADING, STALE, NO_AUTH)
        .summary("Closes the connection: a browser was led here by a web page.")
        .since("3.2.7")
        .group("server");
  }

  private static Reply resetStatistics(ServerContext context) {
    context.stats().reset();
    return Reply.OK;
  }

  private static Reply time(Client client, Request request) {
    Instant now = Instant.now();
    return Reply.array(
        Reply.bulk(Long.toString(now.getEpochSecond())),
        Reply.bulk(Long.toString(now.getNano() / 1000)));
  }
}
