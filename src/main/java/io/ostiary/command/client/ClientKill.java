package io.ostiary.command.client;

import io.ostiary.auth.Authentication;
import io.ostiary.client.Client;
import io.ostiary.client.ClientFilter;
import io.ostiary.client.ClientTable;
import io.ostiary.client.CloseReason;
import io.ostiary.command.CommandHandler;
import io.ostiary.command.ServerContext;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;

/**
 * {@code CLIENT KILL ip:port} closes one client, {@code CLIENT KILL filter ...} all that the
 * filters take. Whoever kills himself still reads the answer.
 */
final class ClientKill implements CommandHandler {

  private static final Reply NO_SUCH_CLIENT = Reply.error("ERR No such client");

  private final ClientTable clients;
  private final Authentication authentication;

  ClientKill(ServerContext context) {
    this.clients = context.clients();
    this.authentication = context.authentication();
  }

  @Override
  public Reply run(Client client, Request request) {
    if (request.count() == 3) {
      ClientFilter byAddress = ClientFilter.ALL.withRemote(request.text(2));
      return close(byAddress) == 0 ? NO_SUCH_CLIENT : Reply.OK;
    }
    long nowMillis = System.currentTimeMillis();
    return Reply.integer(
        close(new FilterWords(authentication, request, client, nowMillis).toKill()));
  }

  /**
   * How many were closed. One that is leaving already is not counted again, but closed all the
   * same: it may wait for a late reply that never comes.
   */
  private int close(ClientFilter filter) {
    int closed = 0;
    for (Client victim : clients.list(filter)) {
      closed += victim.isLeaving() ? 0 : 1;
      victim.close(CloseReason.KILLED);
    }
    return closed;
  }
}
