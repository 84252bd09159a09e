package io.ostiary.command.connection;

import io.ostiary.client.Client;
import io.ostiary.client.ConnectedClient;
import io.ostiary.command.BuiltInHandler;
import io.ostiary.command.Logins;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.function.Consumer;

/** {@code RESET}: the connection as it was when it came in, so a pool can hand it to another. */
final class Reset implements BuiltInHandler {

  private static final Reply DONE = Reply.simple("RESET");

  private final Logins logins;
  private final Consumer<Client> further;

  /**
   * Resets.
   *
   * @param further what else is to be done for the client
   */
  Reset(Logins logins, Consumer<Client> further) {
    this.logins = logins;
    this.further = further;
  }

  @Override
  public Reply answer(ConnectedClient client, Request request) {
    client.reset();
    client.authenticated(!logins.isRequired());
    further.accept(client);
    return DONE;
  }
}
