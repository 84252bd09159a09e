package io.ostiary.command;

import io.ostiary.client.Client;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code HELP} of a container: its subcommands, each with its arguments and what it does. */
final class Help implements CommandHandler {

  private final String container;
  private final List<Command> subcommands;

  Help(String container, List<Command> subcommands) {
    this.container = container.toUpperCase(Locale.ROOT);
    this.subcommands = subcommands;
  }

  /** The same help of a container that has another name. */
  Help of(String renamed) {
    return new Help(renamed, subcommands);
  }

  @Override
  public Reply run(Client client, Request request) {
    List<Reply> lines = new ArrayList<>();
    lines.add(
        Reply.simple(container + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:"));
    for (Command subcommand : subcommands) {
      Documentation documentation = subcommand.documentation();
      String form = subcommand.name().toUpperCase(Locale.ROOT) + " " + documentation.arguments();
      lines.add(Reply.simple(form.strip()));
      lines.add(Reply.simple("    " + documentation.summary()));
    }
    lines.add(Reply.simple("HELP"));
    lines.add(Reply.simple("    Shows this help."));
    return Reply.array(lines);
  }
}
