package io.ostiary.command.server;

import io.ostiary.client.Client;
import io.ostiary.command.Categories;
import io.ostiary.command.Command;
import io.ostiary.command.CommandFlag;
import io.ostiary.command.CommandHandler;
import io.ostiary.command.CommandTable;
import io.ostiary.command.KeyPositions;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * {@code COMMAND INFO [command-name ...]}: ten fields per command, from which clients learn its
 * keys and flags. {@code COMMAND} alone describes all.
 */
final class CommandInfo implements CommandHandler {

  private static final Reply NO_TIPS = Reply.set(List.of());

  private final Supplier<CommandTable> table;

  CommandInfo(Supplier<CommandTable> table) {
    this.table = table;
  }

  @Override
  public Reply run(Client client, Request request) {
    List<Reply> rows = new ArrayList<>();
    if (request.count() <= 2) {
      table.get().all().forEach(command -> rows.add(row(command)));
    }
    for (String name : CommandRows.asked(request)) {
      rows.add(CommandRows.find(table.get(), name).map(CommandInfo::row).orElse(Reply.NULL));
    }
    return Reply.array(rows);
  }

  private static Reply row(Command command) {
    KeyPositions keys = command.keys();
    List<Reply> flags = new ArrayList<>();
    command.flags().stream()
        .filter(CommandFlag::isShown)
        .forEach(flag -> flags.add(Reply.simple(flag.text())));
    List<Reply> categories = new ArrayList<>();
    Categories.of(command).forEach(category -> categories.add(Reply.simple("@" + category.text())));
    List<Reply> subcommands = new ArrayList<>();
    command.subcommands().forEach(subcommand -> subcommands.add(row(subcommand)));
    return Reply.array(
        Reply.bulk(command.fullName()),
        Reply.integer(command.arity()),
        Reply.set(flags),
        Reply.integer(keys.first()),
        Reply.integer(keys.last()),
        Reply.integer(keys.step()),
        Reply.set(categories),
        NO_TIPS,
        keys.first() == 0 ? Reply.set(List.of()) : Reply.set(List.of(keySpecification(command))),
        subcommands.isEmpty() ? Reply.set(List.of()) : Reply.array(subcommands));
  }

  /** The key positions as Redis 7 describes them; newer clients read this instead. */
  private static Reply keySpecification(Command command) {
    KeyPositions keys = command.keys();
    // A negative last key means the same in both; a positive one is relative to the first key here.
    int last = keys.last() < 0 ? keys.last() : keys.last() - keys.first();
    return Reply.map(
        Reply.bulk("flags"),
        Reply.set(access(command)),
        Reply.bulk("begin_search"),
        typed("index", Reply.map(Reply.bulk("index"), Reply.integer(keys.first()))),
        Reply.bulk("find_keys"),
        typed(
            "range",
            Reply.map(
                Reply.bulk("lastkey"),
                Reply.integer(last),
                Reply.bulk("keystep"),
                Reply.integer(keys.step()),
                Reply.bulk("limit"),
                Reply.ZERO)));
  }

  private static List<Reply> access(Command command) {
    if (command.flags().contains(CommandFlag.PUBSUB)) {
      return List.of(Reply.simple("not_key")); // a channel that a cluster places as it does keys
    }
    List<Reply> access = new ArrayList<>();
    command.keys().flags(command).stream()
        .sorted()
        .forEach(flag -> access.add(Reply.simple(flag.text())));
    return access;
  }

  private static Reply typed(String type, Reply specification) {
    return Reply.map(Reply.bulk("type"), Reply.bulk(type), Reply.bulk("spec"), specification);
  }
}
