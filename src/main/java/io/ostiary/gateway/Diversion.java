package io.ostiary.gateway;

import io.ostiary.client.Client;
import io.ostiary.client.ConnectedClient;
import io.ostiary.command.Command;
import io.ostiary.command.CommandCheck;
import io.ostiary.command.CommandFlag;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.Optional;

/**
 * Sends on commands that are answered here at other times: within a transaction, or where a client
 * is subscribed over a connection of its own. Safe from any thread.
 */
final class Diversion implements CommandCheck {

  /** Where the server behind says which keys have changed, to clients that speak RESP2. */
  private static final String INVALIDATIONS = "__redis__:invalidate";

  private static final Optional<Reply> NOT_AUTHENTICATED =
      Optional.of(Reply.error("NOAUTH Authentication required."));

  private static final Optional<Reply> NO_PAUSE_INSIDE =
      Optional.of(
          Reply.error(
              "ERR CLIENT PAUSE and UNPAUSE cannot be part of a transaction before an upstream"));

  private static final Optional<Reply> NO_LOGIN_INSIDE =
      Optional.of(Reply.error("ERR a login cannot be part of a transaction before an upstream"));

  private final Gateway gateway;
  private final Command fallback;

  /**
   * Before this gateway.
   *
   * @param fallback what is never answered here
   */
  Diversion(Gateway gateway, Command fallback) {
    this.gateway = gateway;
    this.fallback = fallback;
  }

  @Override
  public Optional<Reply> refuse(Client client, Command command, Request request) {
    if (command == fallback || command.isRenamedAway()) {
      return Optional.empty();
    }
    if (gateway.cluster() != null
        && command.originalName().equals("select")
        && !request.is(1, "0")) {
      return Optional.of(ClusterErrors.NO_SELECT);
    }
    ClientRoute route = Gateway.known(client);
    if (!command.needsNoPassword() && isStranger(route)) {
      return NOT_AUTHENTICATED;
    }
    if (command.flags().contains(CommandFlag.PUBSUB)
        && subscribesThere((ConnectedClient) client, route, request)) {
      return Optional.of(gateway.forward(client, request));
    }
    if (route == null) {
      return Optional.empty();
    }
    if (route.isInTransaction() && command.fullName().endsWith("pause")) {
      return NO_PAUSE_INSIDE;
    }
    if (route.isInTransaction() && command.needsNoPassword() && logsIn(command, request)) {
      return NO_LOGIN_INSIDE;
    }
    if (command.originalName().equals("hello") || command.originalName().equals("select")) {
      route.changesKind();
    }
    return route.takesAll() && !ends(command)
        ? Optional.of(route.forward(request, gateway.backend().row(request)))
        : Optional.empty();
  }

  /** A login is judged, counted and delayed here, not by a server that runs it with others. */
  private static boolean logsIn(Command command, Request request) {
    return command.originalName().equals("auth")
        || (command.originalName().equals("hello") && request.count() > 2);
  }

  /** Whether the server behind would answer none of its commands: then nor does the gateway. */
  private boolean isStranger(ClientRoute route) {
    return gateway.passesLoginsThrough()
        && gateway.backend().requiresLogin()
        && (route == null || !route.kind().hasLogin());
  }

  /** Whether it ends what commands are sent on for. */
  private static boolean ends(Command command) {
    return command.originalName().equals("quit") || command.originalName().equals("reset");
  }

  /**
   * Whether a client subscribes over a connection of its own: it is to hear of keys that have
   * changed, or its login may hear less than others.
   */
  private static boolean subscribesThere(
      ConnectedClient client, ClientRoute route, Request request) {
    for (int i = 1; i < request.count(); i++) {
      if (request.is(i, INVALIDATIONS)) {
        return true;
      }
    }
    return route != null
        && (route.isSubscriber() || (route.kind().hasLogin() && !client.subscriptions().any()));
  }
}
