package io.ostiary.command.connection;

import static io.ostiary.command.CommandFlag.FAST;
import static io.ostiary.command.CommandFlag.LOADING;
import static io.ostiary.command.CommandFlag.NOSCRIPT;
import static io.ostiary.command.CommandFlag.NO_AUTH;
import static io.ostiary.command.CommandFlag.STALE;
import static io.ostiary.command.CommandFlag.WHILE_SUBSCRIBED;

import io.ostiary.client.Client;
import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.command.BuiltInHandler;
import io.ostiary.command.Command;
import io.ostiary.command.Feature;
import io.ostiary.command.Logins;
import io.ostiary.command.ServerIdentity;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.List;
import java.util.function.Consumer;

/** The commands about the connection itself. */
public final class ConnectionCommands implements Feature {

  private final Logins logins;
  private final ServerIdentity server;
  private final Consumer<Client> reset;

  /**
   * The commands of a server.
   *
   * @param reset what RESET does beside this package's own, on the client's event loop
   */
  public ConnectionCommands(Logins logins, ServerIdentity server, Consumer<Client> reset) {
    this.logins = logins;
    this.server = server;
    this.reset = reset;
  }

  @Override
  public List<Command> commands() {
    return List.of(
        Command.of("PING", -1, new Ping())
            .flags(FAST, WHILE_SUBSCRIBED)
            .summary("Answers PONG, or the message given.")
            .arguments("[message]")
            .since("1.0.0")
            .group("connection"),
        Command.of("ECHO", 2, (client, request) -> Reply.bulk(request.bytes(1)))
            .flags(LOADING, STALE, FAST)
            .summary("Answers the message given.")
            .arguments("message")
            .since("1.0.0")
            .group("connection"),
        Command.of("SELECT", 2, new Select(server))
            .flags(LOADING, STALE, FAST)
            .summary("Changes the database that the connection works in.")
            .arguments("index")
            .since("1.0.0")
            .group("connection"),
        Command.of("HELLO", -1, new Hello(logins, server))
            .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH)
            .summary("Agrees on the protocol, and gives password and name along with it.")
            .arguments("[protover [AUTH username password] [SETNAME clientname]]")
            .since("6.0.0")
            .group("connection"),
        always("RESET", 1, new Reset(logins, reset))
            .summary("Makes the connection as it was when it was admitted.")
            .since("6.2.0")
            .group("connection"),
        always("QUIT", -1, ConnectionCommands::quit)
            .summary("Closes the connection once this is answered.")
            .since("1.0.0")
            .group("connection"));
  }

  private static Command always(String name, int arity, BuiltInHandler handler) {
    return Command.of(name, arity, handler)
        .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, WHILE_SUBSCRIBED);
  }

  private static Reply quit(ConnectedClient client, Request request) {
    client.close(CloseReason.QUIT);
    return Reply.OK;
  }
}
