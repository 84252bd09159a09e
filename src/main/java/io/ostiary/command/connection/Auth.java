package io.ostiary.command.connection;

import io.ostiary.auth.Authentication;
import io.ostiary.client.Client;
import io.ostiary.command.CommandHandler;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;

/** {@code AUTH [username] password}: lets the client in. {@code HELLO} comes by here, too. */
final class Auth implements CommandHandler {

  static final Reply WRONG_PASSWORD =
      Reply.error("WRONGPASS invalid username-password pair or user is disabled.");

  private static final Reply SYNTAX = Reply.error("ERR syntax error");
  private static final Reply NO_PASSWORD_IN_FORCE =
      Reply.error(
          "ERR AUTH <password> called without any password configured for the default user."
              + " Are you sure your configuration is correct?");

  private final Authentication authentication;

  Auth(Authentication authentication) {
    this.authentication = authentication;
  }

  @Override
  public Reply run(Client client, Request request) {
    if (request.count() > 3) {
      return SYNTAX;
    }
    if (request.count() == 3) {
      return admit(client, request.text(1), request.bytes(2)) ? Reply.OK : WRONG_PASSWORD;
    }
    if (!authentication.isRequired()) {
      return NO_PASSWORD_IN_FORCE;
    }
    return admit(client, client.user(), request.bytes(1)) ? Reply.OK : WRONG_PASSWORD;
  }

  /** Authenticates the client if the password is right; a wrong one takes nothing from it. */
  boolean admit(Client client, String user, byte[] password) {
    boolean right = authentication.accepts(user, password);
    if (right) {
      client.authenticated(true);
    }
    return right;
  }
}
