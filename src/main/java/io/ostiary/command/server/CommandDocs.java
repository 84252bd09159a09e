package io.ostiary.command.server;

import io.ostiary.client.Client;
import io.ostiary.command.Command;
import io.ostiary.command.CommandHandler;
import io.ostiary.command.CommandTable;
import io.ostiary.command.Documentation;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * {@code COMMAND DOCS [command-name ...]}: summaries and argument syntax; redis-cli takes its hints
 * from it. Unknown names are skipped.
 */
final class CommandDocs implements CommandHandler {

  private final Supplier<CommandTable> table;

  CommandDocs(Supplier<CommandTable> table) {
    this.table = table;
  }

  @Override
  public Reply run(Client client, Request request) {
    List<Reply> docs = new ArrayList<>();
    if (request.count() == 2) {
      table.get().all().forEach(command -> add(command, docs));
    }
    for (String name : CommandRows.asked(request)) {
      CommandRows.find(table.get(), name).ifPresent(command -> add(command, docs));
    }
    return Reply.map(docs);
  }

  private static void add(Command command, List<Reply> docs) {
    docs.add(Reply.bulk(command.fullName()));
    docs.add(entry(command));
  }

  private static Reply entry(Command command) {
    Documentation documentation = command.documentation();
    List<Reply> entry = new ArrayList<>();
    addText("summary", documentation.summary(), entry);
    addText("since", documentation.since(), entry);
    addText("group", documentation.group(), entry);
    List<Reply> arguments = ArgumentForm.read(documentation.arguments());
    if (!arguments.isEmpty()) {
      entry.add(Reply.bulk("arguments"));
      entry.add(Reply.array(arguments));
    }
    if (command.isContainer()) {
      List<Reply> subcommands = new ArrayList<>();
      command.subcommands().forEach(subcommand -> add(subcommand, subcommands));
      entry.add(Reply.bulk("subcommands"));
      entry.add(Reply.map(subcommands));
    }
    return Reply.map(entry);
  }

  private static void addText(String field, String text, List<Reply> entry) {
    if (!text.isEmpty()) {
      entry.add(Reply.bulk(field));
      entry.add(Reply.bulk(text));
    }
  }
}
