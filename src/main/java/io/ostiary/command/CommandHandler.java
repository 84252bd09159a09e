package io.ostiary.command;

import io.ostiary.client.Client;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;

/**
 * What a command does. Runs on the client's event loop and must not block it: work that waits
 * returns {@link Reply#later}. Name, arity and permission have been checked before.
 */
@FunctionalInterface
public interface CommandHandler {

  /**
   * Answers one request.
   *
   * @param client who asks
   * @param request its arguments, the command's name first; valid until this method returns, so a
   *     reply that comes later copies what it needs
   * @return the reply, never null
   * @throws io.ostiary.resp.ArgumentException to answer with its error text
   */
  Reply run(Client client, Request request);
}
