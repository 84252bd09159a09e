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
import io.ostiary.command.Feature;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.time.Instant;
import java.util.List;

/** {@code TIME}, {@code SHUTDOWN}, and the first lines of HTTP requests. */
public final class ServerCommands implements Feature {

  private final Runnable shutdown;

  /**
   * The commands of a server.
   *
   * @param shutdown begins the shutdown and returns at once; may be called more than once
   */
  public ServerCommands(Runnable shutdown) {
    this.shutdown = shutdown;
  }

  @Override
  public List<Command> commands() {
    CrossProtocol crossProtocol = new CrossProtocol();
    return List.of(
        Command.of("TIME", 1, ServerCommands::time)
            .flags(LOADING, STALE, FAST)
            .summary("Answers the server's clock: seconds since the epoch, and microseconds.")
            .since("2.6.0")
            .group("server"),
        Command.of("SHUTDOWN", -1, new Shutdown(shutdown))
            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .summary("Ends the server once replies have left.")
            .arguments("[NOSAVE|SAVE] [NOW] [FORCE] [ABORT]")
            .since("1.0.0")
            .group("server"),
        browser("POST", crossProtocol),
        browser("HOST:", crossProtocol));
  }

  private static Command browser(String name, CommandHandler handler) {
    return Command.of(name, -1, handler)
        .flags(READONLY, LOADING, STALE, NO_AUTH)
        .summary("Closes the connection: a browser was led here by a web page.")
        .since("3.2.7")
        .group("server");
  }

  private static Reply time(Client client, Request request) {
    Instant now = Instant.now();
    return Reply.array(
        Reply.bulk(Long.toString(now.getEpochSecond())),
        Reply.bulk(Long.toString(now.getNano() / 1000)));
  }
}
