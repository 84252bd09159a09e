package io.ostiary.command.connection;

import io.ostiary.client.ConnectedClient;
import io.ostiary.command.BuiltInHandler;
import io.ostiary.command.Logins;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;

/** {@code RESET}: the connection as it was when it came in, so a pool can hand it to another. */
final class Reset implements BuiltInHandler {

  private static final Reply DONE = Reply.simple("RESET");

  private final Logins logins;

  Reset(Logins logins) {
    this.logins = logins;
  }

  @Override
  public Reply answer(ConnectedClient client, Request request) {
    client.reset();
    client.authenticated(!logins.isRequired());
    return DONE;
  }
}
