package io.ostiary.command.client;

import io.ostiary.client.ConnectedClient;
import io.ostiary.command.BuiltInHandler;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;

/** {@code CLIENT NO-EVICT ON|OFF}: spares the connection when memory runs short. */
final class ClientNoEvict implements BuiltInHandler {

  @Override
  public Reply answer(ConnectedClient client, Request request) {
    boolean on = request.is(2, "ON");
    if (!on && !request.is(2, "OFF")) {
      return Reply.SYNTAX_ERROR;
    }
    client.exemptFromEviction(on);
    return Reply.OK;
  }
}
