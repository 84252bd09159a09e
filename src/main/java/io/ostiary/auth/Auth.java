package io.ostiary.auth;

import io.ostiary.client.ConnectedClient;
import io.ostiary.command.BuiltInHandler;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;

/** {@code AUTH [username] password}: logs the client in; a wrong password takes nothing from it. */
final class Auth implements BuiltInHandler {

  private static final Reply NO_PASSWORD_IN_FORCE =
      Reply.error(
          "ERR AUTH <password> called without any password configured for the default user."
              + " Are you sure your configuration is correct?");

  private final Authentication authentication;

  Auth(Authentication authentication) {
    this.authentication = authentication;
  }

  @Override
  public Reply answer(ConnectedClient client, Request request) {
    if (request.count() > 3) {
      return Reply.SYNTAX_ERROR;
    }
    if (request.count() == 3) {
      return logIn(client, request.text(1), request.bytes(2));
    }
    if (!authentication.hasPassword()) {
      return NO_PASSWORD_IN_FORCE;
    }
    return logIn(client, Authentication.DEFAULT_USER, request.bytes(1));
  }

  private Reply logIn(ConnectedClient client, String user, byte[] password) {
    return Reply.hold(authentication.logIn(client, user, password));
  }
}
