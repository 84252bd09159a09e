package io.ostiary.command;

import io.ostiary.client.Client;
import io.ostiary.client.ConnectedClient;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;

/** What a built-in command does that changes its client; see {@link CommandHandler}. */
@FunctionalInterface
public interface BuiltInHandler extends CommandHandler {

  /** Answers one request, as {@link CommandHandler#run} does. */
  Reply answer(ConnectedClient client, Request request);

  @Override
  default Reply run(Client client, Request request) {
    return answer((ConnectedClient) client, request);
  }
}
