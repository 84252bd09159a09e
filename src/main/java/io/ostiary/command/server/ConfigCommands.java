package io.ostiary.command.server;

import static io.ostiary.command.CommandFlag.ADMIN;
import static io.ostiary.command.CommandFlag.LOADING;
import static io.ostiary.command.CommandFlag.NOSCRIPT;
import static io.ostiary.command.CommandFlag.STALE;

import io.ostiary.client.Client;
import io.ostiary.command.Command;
import io.ostiary.command.CommandHandler;
import io.ostiary.command.Feature;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.ostiary.settings.LiveSettings;
import io.ostiary.stats.Stats;
import java.util.List;

/** {@code CONFIG}: shows and changes settings. */
public final class ConfigCommands implements Feature {

  private final LiveSettings settings;
  private final Stats stats;

  /** The commands of a server with these settings and counters. */
  public ConfigCommands(LiveSettings settings, Stats stats) {
    this.settings = settings;
    this.stats = stats;
  }

  @Override
  public List<Command> commands() {
    return List.of(
        Command.container(
                "CONFIG",
                admin("GET", -3, new ConfigGet(settings))
                    .summary("Shows the settings that any of the patterns takes.")
                    .arguments("parameter [parameter ...]")
                    .since("2.0.0"),
                admin("SET", -4, new ConfigSet(settings))
                    .summary("Changes settings, all of them or none.")
                    .arguments("parameter value [parameter value ...]")
                    .since("2.0.0"),
                admin("RESETSTAT", 2, this::resetStatistics)
                    .summary("Sets the figures of INFO to zero.")
                    .since("2.0.0"))
            .summary("Shows and changes settings.")
            .since("2.0.0")
            .group("server"));
  }

  private static Command admin(String name, int arity, CommandHandler handler) {
    return Command.of(name, arity, handler).flags(ADMIN, NOSCRIPT, LOADING, STALE);
  }

  private Reply resetStatistics(Client client, Request request) {
    stats.reset();
    return Reply.OK;
  }
}
