package io.ostiary.gateway;

import io.ostiary.client.Client;
import io.ostiary.client.ClientUser;
import io.ostiary.client.ConnectedClient;
import io.ostiary.command.BuiltInHandler;
import io.ostiary.command.LoginGate;
import io.ostiary.command.Logins;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.ostiary.settings.Secret;
import io.vertx.core.Future;

/**
 * Logins that the server behind judges: {@code AUTH} is asked there over a connection of its own,
 * and from then on the client's commands go over connections of that login. Safe from any thread.
 */
final class Passthrough implements Logins, BuiltInHandler {

  private final Gateway gateway;
  private final LoginGate gate;

  Passthrough(Gateway gateway, LoginGate gate) {
    this.gateway = gateway;
    this.gate = gate;
  }

  /** Whether the server behind answers only clients that have logged in. */
  @Override
  public boolean isRequired() {
    return gateway.backend().requiresLogin();
  }

  /** The server behind says so itself, to each command. */
  @Override
  public boolean isRequiredOf(Client client) {
    return false;
  }

  @Override
  public boolean knows(String user) {
    return true;
  }

  @Override
  public Future<Reply> logIn(ConnectedClient client, String user, byte[] password) {
    return ask(client, new Identity(user, Secret.of(password)));
  }

  /** {@code AUTH [username] password}, answered in the words of the server behind. */
  @Override
  public Reply answer(ConnectedClient client, Request request) {
    if (request.count() > 3) {
      return Reply.SYNTAX_ERROR;
    }
    String user = request.count() == 3 ? request.text(1) : "";
    Secret password = Secret.of(request.bytes(request.count() - 1));
    return Reply.hold(ask(client, new Identity(user, password)));
  }

  /** Logs in where this is right, and where what all logins pass says so, too. */
  private Future<Reply> ask(ConnectedClient client, Identity identity) {
    String user = identity.user().isEmpty() ? ClientUser.DEFAULT.name() : identity.user();
    return gate.pass(client, user, () -> judge(gateway.route(client), identity))
        .onSuccess(
            answer -> {
              if (answer == Reply.OK) {
                client.loggedIn(ClientUser.named(user));
              }
            })
        .recover(
            cause ->
                cause instanceof UpstreamException failed
                    ? Future.succeededFuture(failed.reply())
                    : Future.failedFuture(cause));
  }

  /** Asks whether a login is right; if it is, it holds from the client's next request on. */
  private static Future<Reply> judge(ClientRoute route, Identity identity) {
    PinnedPool pool = route.loop().pinned();
    UpstreamKind unknown = new UpstreamKind(Node.ANY, 0, 2, Identity.NONE);
    UpstreamConnection connection = pool.take(unknown, IgnoredReplies.PUSHES);
    if (connection == null) {
      return Future.succeededFuture(UpstreamErrors.NO_PINNED);
    }
    Captured captured = new Captured();
    connection.send(Setup.login(identity), captured, 0);
    return captured
        .reply()
        .onSuccess(
            answer -> {
              if (answer == Reply.OK) {
                connection.becomes(connection.kind().as(identity));
                route.kind().loggedIn(identity);
              }
              pool.giveBack(connection, false);
            });
  }
}
