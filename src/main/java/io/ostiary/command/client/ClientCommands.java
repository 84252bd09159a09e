package io.ostiary.command.client;

import static io.ostiary.command.CommandFlag.ADMIN;
import static io.ostiary.command.CommandFlag.LOADING;
import static io.ostiary.command.CommandFlag.NOSCRIPT;
import static io.ostiary.command.CommandFlag.STALE;

import io.ostiary.client.ClientLine;
import io.ostiary.client.ClientTable;
import io.ostiary.client.ConnectedClient;
import io.ostiary.command.BuiltInHandler;
import io.ostiary.command.ClientNames;
import io.ostiary.command.Command;
import io.ostiary.command.Feature;
import io.ostiary.command.InfoLines;
import io.ostiary.command.InfoSection;
import io.ostiary.command.Logins;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import java.util.List;
import java.util.function.IntFunction;

/** {@code CLIENT} with its subcommands, and INFO's section about clients. */
public final class ClientCommands implements Feature {

  private static final String FILTERS =
      " [ADDR ip:port] [LADDR ip:port] [TYPE normal|master|replica|pubsub] [USER username]"
          + " [SKIPME yes|no] [MAXAGE seconds]";

  private final ClientTable clients;
  private final Logins logins;
  private final LiveSettings settings;
  private final IntFunction<List<String>> refusals;
  private final IntFunction<List<String>> departures;

  /**
   * The commands of a server with these clients.
   *
   * @param refusals gives lines about the last refusals, as many as asked for, the newest first
   * @param departures gives lines about the last clients that left, likewise
   */
  public ClientCommands(
      ClientTable clients,
      Logins logins,
      LiveSettings settings,
      IntFunction<List<String>> refusals,
      IntFunction<List<String>> departures) {
    this.clients = clients;
    this.logins = logins;
    this.settings = settings;
    this.refusals = refusals;
    this.departures = departures;
  }

  @Override
  public List<InfoSection> info() {
    return List.of(new InfoSection("Clients", this::lines));
  }

  // The zeros are true: nothing here tracks what a client read, joins a cluster or times a wait.
  private String lines() {
    return new InfoLines()
        .add("connected_clients", clients.size())
        .add("cluster_connections", 0)
        .add("maxclients", settings.now().get(Directives.MAXCLIENTS))
        .add("blocked_clients", clients.blocked())
        .add("tracking_clients", 0)
        .add("clients_in_timeout_table", 0)
        .toString();
  }

  @Override
  public List<Command> commands() {
    return List.of(client());
  }

  private Command client() {
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
            admin("LIST", -2, new ClientList(clients, logins))
                .summary("Shows a line for each client, oldest first; filters combine.")
                .arguments("[ID client-id [client-id ...]]" + FILTERS)
                .since("2.4.0"),
            admin("KILL", -3, new ClientKill(clients, logins))
                .summary("Closes the client of an address, or all that the filters take.")
                .arguments("ip:port|[ID client-id [client-id ...]]" + FILTERS)
                .since("2.4.0"),
            admin("REFUSALS", -2, new ClientEvents(refusals))
                .summary("Shows a line for each of the last refused peers, newest first.")
                .arguments("[COUNT count]")
                .since("7.2.4"),
            admin("DEPARTURES", -2, new ClientEvents(departures))
                .summary("Shows a line for each of the last clients that left, newest first.")
                .arguments("[COUNT count]")
                .since("7.2.4"),
            admin("NO-EVICT", 3, new ClientNoEvict())
                .summary("Spares the connection when clients are closed for their memory.")
                .arguments("ON|OFF")
                .since("7.0.0"))
        .summary("Shows and manages connections.")
        .since("2.4.0")
        .group("connection");
  }

  private static Command own(String name, int arity, BuiltInHandler handler) {
    return Command.of(name, arity, handler).flags(NOSCRIPT, LOADING, STALE);
  }

  private static Command admin(String name, int arity, BuiltInHandler handler) {
    return Command.of(name, arity, handler).flags(ADMIN, NOSCRIPT, LOADING, STALE);
  }

  private static Reply info(ConnectedClient client, Request request) {
    client.measure();
    long nowMillis = System.currentTimeMillis();
    return Reply.verbatim("txt", out -> ClientLine.write(List.of(client), nowMillis, out));
  }

  private static Reply name(ConnectedClient client, Request request) {
    return client.name().isEmpty() ? Reply.NULL : Reply.bulk(client.name());
  }

  private static Reply setName(ConnectedClient client, Request request) {
    ClientNames.rename(client, request.text(2));
    return Reply.OK;
  }
}
