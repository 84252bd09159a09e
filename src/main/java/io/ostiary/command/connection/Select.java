package io.ostiary.command.connection;

import io.ostiary.client.ConnectedClient;
import io.ostiary.command.BuiltInHandler;
import io.ostiary.command.ServerIdentity;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;

/** {@code SELECT index}: changes the database that the connection works in. */
final class Select implements BuiltInHandler {

  private static final Reply NO_SUCH_DATABASE = Reply.error("ERR DB index is out of range");
  private static final Reply NO_INT =
      Reply.error(
          "ERR value is out of range, value must between "
              + Integer.MIN_VALUE
              + " and "
              + Integer.MAX_VALUE);

  private final ServerIdentity server;

  Select(ServerIdentity server) {
    this.server = server;
  }

  @Override
  public Reply answer(ConnectedClient client, Request request) {
    long index = request.integer(1);
    if (index != (int) index) {
      return NO_INT;
    }
    if (index < 0 || index >= server.databases()) {
      return NO_SUCH_DATABASE;
    }
    client.select((int) index);
    return Reply.OK;
  }
}
