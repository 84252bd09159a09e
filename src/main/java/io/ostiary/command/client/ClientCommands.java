package io.ostiary.command.client;

import static io.ostiary.command.CommandFlag.ADMIN;
import static io.ostiary.command.CommandFlag.LOADING;
import static io.ostiary.command.CommandFlag.NOSCRIPT;
import static io.ostiary.command.CommandFlag.STALE;

import io.ostiary.client.Client;
import io.ostiary.client.ClientLine;
import io.ostiary.command.ClientNames;
import io.ostiary.command.Command;
import io.ostiary.command.CommandHandler;
import io.ostiary.command.ServerContext;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.List;

/** The row of {@code CLIENT} with those of its subcommands. */
public final class ClientCommands {

  private static final String FILTERS =
      " [ADDR ip:port] [LADDR ip:port] [TYPE normal|master|replica|pubsub] [USER username]"
          + " [SKIPME yes|no] [MAXAGE seconds]";

  private ClientCommands() {}

  /** The row, ready to run in this server. */
  public static Command in(ServerContext context) {
    return Command.container(
            "CLIENT",
            own("ID", 2, (client, request) -> Reply.integer(client.id()))
                .summary("Answers the connection's own id.")
                .since("5.0.0"),
            own("INFO", 2, ClientCommands::info)
                .summary("Shows the connection's own line of CLIENT LIST.")
                .since("6.2.0"),
            own("GETNAME", 2, ClientCommands::name)
                .summary("Answers the name that the connection gave itself.")
                .since("2.6.9"),
            own("SETNAME", 3, ClientCommands::setName)
                .summary("Names the connection; an empty name removes it.")
                .arguments("connection-name")
                .since("2.6.9"),
            own("SETINFO", 4, new ClientSetInfo())
                .summary("Says which library the client uses, and its version.")
                .arguments("LIB-NAME libname|LIB-VER libver")
                .since("7.2.0"),
            own("REPLY", 3, new ClientReply())
                .summary("Turns replies on or off, or leaves out the next.")
                .arguments("ON|OFF|SKIP")
                .since("3.2.0"),
            admin("LIST", -2, new ClientList(context))
                .summary("Shows a line for each client, oldest first; filters combine.")
                .arguments("[ID client-id [client-id ...]]" + FILTERS)
                .since("2.4.0"),
            admin("KILL", -3, new ClientKill(context))
                .summary("Closes the client of an address, or all that the filters take.")
                .arguments("ip:port|[ID client-id [client-id ...]]" + FILTERS)
                .since("2.4.0"),
            admin("NO-EVICT", 3, new ClientNoEvict())
                .summary("Spares the connection when clients are closed for their memory.")
                .arguments("ON|OFF")
                .since("7.0.0"))
        .summary("Shows and manages connections.")
        .since("2.4.0")
        .group("connection");
  }

  private static Command own(String name, int arity, CommandHandler handler) {
    return Command.of(name, arity, handler).flags(NOSCRIPT, LOADING, STALE);
  }

  private static Command admin(String name, int arity, CommandHandler handler) {
    return Command.of(name, arity, handler).flags(ADMIN, NOSCRIPT, LOADING, STALE);
  }

  private static Reply info(Client client, Request request) {
    long nowMillis = System.currentTimeMillis();
    return Reply.verbatim("txt", out -> ClientLine.write(List.of(client), nowMillis, out));
  }

  private static Reply name(Client client, Request request) {
    return client.name().isEmpty() ? Reply.NULL : Reply.bulk(client.name());
  }

  private static Reply setName(Client client, Request request) {
    ClientNames.rename(client, request.text(2));
    return Reply.OK;
  }
}
