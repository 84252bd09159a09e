package io.ostiary.command.connection;

import io.ostiary.client.ConnectedClient;
import io.ostiary.command.BuiltInHandler;
import io.ostiary.resp.ArgumentException;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;

/** {@code PING [message]}: shows that the server is there. */
final class Ping implements BuiltInHandler {

  private static final Reply PONG_AS_MESSAGE = Reply.bulk("pong");
  private static final Reply NO_MESSAGE = Reply.bulk("");

  @Override
  public Reply answer(ConnectedClient client, Request request) {
    // An arity says "at least", so the upper bound is checked here.
    if (request.count() > 2) {
      throw new ArgumentException("ERR wrong number of arguments for 'ping' command");
    }
    boolean hasMessage = request.count() == 2;
    if (client.isInSubscriberMode()) {
      Reply message = hasMessage ? Reply.bulk(request.bytes(1)) : NO_MESSAGE;
      return Reply.array(PONG_AS_MESSAGE, message);
    }
    return hasMessage ? Reply.bulk(request.bytes(1)) : Reply.PONG;
  }
}
