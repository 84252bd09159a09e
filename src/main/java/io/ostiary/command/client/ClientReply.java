package io.ostiary.command.client;

import io.ostiary.client.ConnectedClient;
import io.ostiary.client.ReplyMode;
import io.ostiary.command.BuiltInHandler;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;

/** {@code CLIENT REPLY ON|OFF|SKIP}: whether the client hears the replies to what it asks. */
final class ClientReply implements BuiltInHandler {

  @Override
  public Reply answer(ConnectedClient client, Request request) {
    if (request.is(2, "ON")) {
      client.replyMode(ReplyMode.ON);
      return Reply.OK;
    }
    if (request.is(2, "OFF")) {
      client.replyMode(ReplyMode.OFF);
      return Reply.NONE;
    }
    if (request.is(2, "SKIP")) {
      // With replies off there is none to skip, and skipping one must not turn the rest on.
      if (client.replyMode() != ReplyMode.OFF) {
        client.replyMode(ReplyMode.SKIP_NEXT);
      }
      return Reply.NONE;
    }
    return Reply.SYNTAX_ERROR;
  }
}
