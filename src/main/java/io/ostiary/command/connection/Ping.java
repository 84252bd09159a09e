package io.ostiary.command.connection;

import io.ostiary.client.Client;
import io.ostiary.command.CommandHandler;
import io.ostiary.resp.ArgumentException;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;

/** {@code PING [message]}: shows that the server is there. */
final class Ping implements CommandHandler {

  @Override
  public Reply run(Client client, Request request) {
    return switch (request.count()) {
      case 1 -> Reply.PONG;
      case 2 -> Reply.bulk(request.bytes(1));
      // An arity says "at least", so the upper bound is checked here.
      default -> throw new ArgumentException("ERR wrong number of arguments for 'ping' command");
    };
  }
}
