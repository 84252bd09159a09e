package io.ostiary.command.connection;

import io.ostiary.auth.Authentication;
import io.ostiary.client.Client;
import io.ostiary.command.CommandHandler;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;

/** {@code RESET}: the connection as it was when it came in, so a pool can hand it to another. */
final class Reset implements CommandHandler {

  private static final Reply DONE = Reply.simple("RESET");

  private final Authentication authentication;

  Reset(Authentication authentication) {
    this.authentication = authentication;
  }

  @Override
  public Reply run(Client client, Request request) {
    client.reset();
    client.authenticated(!authentication.isRequired());
    return DONE;
  }
}
