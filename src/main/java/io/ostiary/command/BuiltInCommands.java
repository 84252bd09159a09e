package io.ostiary.command;

import io.ostiary.command.client.ClientCommands;
import io.ostiary.command.connection.ConnectionCommands;
import io.ostiary.command.server.ServerCommands;
import java.util.ArrayList;
import java.util.List;

/** The commands that every server has: those of connections, of clients and of the server. */
public final class BuiltInCommands {

  private BuiltInCommands() {}

  /** The rows, ready to run in this server. */
  public static CommandTable in(ServerContext context) {
    List<Command> rows = new ArrayList<>(ConnectionCommands.in(context));
    rows.add(ClientCommands.in(context));
    rows.addAll(ServerCommands.in(context));
    return CommandTable.of(rows);
  }
}
