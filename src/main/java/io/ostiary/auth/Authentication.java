package io.ostiary.auth;

import static io.ostiary.command.CommandFlag.FAST;
import static io.ostiary.command.CommandFlag.LOADING;
import static io.ostiary.command.CommandFlag.NOSCRIPT;
import static io.ostiary.command.CommandFlag.NO_AUTH;
import static io.ostiary.command.CommandFlag.STALE;

import io.ostiary.acl.Acl;
import io.ostiary.client.Client;
import io.ostiary.client.ClientUser;
import io.ostiary.client.ConnectedClient;
import io.ostiary.command.Command;
import io.ostiary.command.CommandCheck;
import io.ostiary.command.CommandErrors;
import io.ostiary.command.Feature;
import io.ostiary.command.LoginGate;
import io.ostiary.command.Logins;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Logging in: {@code AUTH}, and the check that refuses commands until a client has done so. Shared
 * by all event loops and safe.
 */
public final class Authentication implements Feature, Logins {

  /** The user that AUTH with a password alone means. */
  static final String DEFAULT_USER = "default";

  private static final Optional<Reply> NOT_AUTHENTICATED =
      Optional.of(Reply.error("NOAUTH Authentication required."));

  private final Acl acl;
  private final Optional<Authenticator> program;
  private final LoginGate gate;

  /**
   * By the authenticator of an embedding program where there is one, else by the users there are.
   *
   * @param gate what every login passes
   */
  public Authentication(Acl acl, Optional<Authenticator> program, LoginGate gate) {
    this.gate = gate;
    this.acl = acl;
    this.program = program;
  }

  @Override
  public List<Command> commands() {
    return List.of(
        Command.of("AUTH", -2, new Auth(this))
            .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH)
            .summary("Gives the password.")
            .arguments("[username] password")
            .since("1.0.0")
            .group("connection"));
  }

  @Override
  public List<CommandCheck> checks() {
    return List.of(this::refuse);
  }

  private Optional<Reply> refuse(Client client, Command command, Request request) {
    return !command.needsNoPassword() && isRequiredOf(client)
        ? NOT_AUTHENTICATED
        : Optional.empty();
  }

  @Override
  public boolean isRequired() {
    return program.isPresent() || acl.requiresLogin();
  }

  @Override
  public boolean isRequiredOf(Client client) {
    return !client.isAuthenticated() && isRequired();
  }

  @Override
  public boolean knows(String user) {
    return program.isPresent() || acl.knows(user);
  }

  /** Whether AUTH takes a password alone. */
  boolean hasPassword() {
    return program.isPresent() || acl.hasPassword();
  }

  @Override
  public Future<Reply> logIn(ConnectedClient client, String user, byte[] password) {
    String command = client.activity().lastCommand().toUpperCase(Locale.ROOT);
    return gate.pass(client, user, () -> judge(client, user, password, command))
        .map(answer -> answer == Reply.OK ? settle(client, user) : answer);
  }

  private Future<Reply> judge(
      ConnectedClient client, String user, byte[] password, String command) {
    return isRight(client, user, password)
        .map(
            right -> {
              if (!right) {
                acl.refused(client, user, command);
              }
              return right ? Reply.OK : CommandErrors.WRONG_PASSWORD;
            });
  }

  /**
   * Logs in a client whose certificate names a user, if there is that user; what a program judges
   * is not judged by certificates. On the client's event loop.
   */
  public void logInByCertificate(ConnectedClient client, String user) {
    if (program.isEmpty() && acl.isEnabled(user)) {
      acl.logIn(client, user);
    }
  }

  /** Whom a program lets in under a name of its own may do what the default user may. */
  private Reply settle(ConnectedClient client, String user) {
    if (program.isPresent() && !acl.knows(user)) {
      client.loggedIn(ClientUser.named(user));
      return Reply.OK;
    }
    return acl.logIn(client, user) ? Reply.OK : CommandErrors.WRONG_PASSWORD;
  }

  private Future<Boolean> isRight(ConnectedClient client, String user, byte[] password) {
    return program.isPresent()
        ? onThisLoop(program.get().authenticate(client, user, password))
        : Future.succeededFuture(acl.accepts(user, password));
  }

  /** A client changes on its own event loop only, wherever the program judges. */
  private static Future<Boolean> onThisLoop(Future<Boolean> judged) {
    Context here = Vertx.currentContext();
    if (here == null || judged.isComplete()) {
      return judged;
    }
    return Future.future(
        promise ->
            judged.onComplete(result -> here.runOnContext(nothing -> promise.handle(result))));
  }
}
