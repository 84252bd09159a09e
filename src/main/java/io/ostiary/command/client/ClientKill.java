package io.ostiary.command.client;

import io.ostiary.client.ClientFilter;
import io.ostiary.client.ClientTable;
import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.command.BuiltInHandler;
import io.ostiary.command.Logins;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;

/**
 * {@code CLIENT KILL ip:port} closes one client, {@code CLIENT KILL filter ...} all that the
 * filters take. A client that kills itself still reads the answer.
 */
final class ClientKill implements BuiltInHandler {

  private static final Reply NO_SUCH_CLIENT = Reply.error("ERR No such client");

  private final ClientTable clients;
  private final Logins logins;

  ClientKill(ClientTable clients, Logins logins) {
    this.clients = clients;
    this.logins = logins;
  }

  @Override
  public Reply answer(ConnectedClient client, Request request) {
    if (request.count() == 3) {
      ClientFilter byAddress = ClientFilter.ALL.withRemote(request.text(2));
      return close(byAddress) == 0 ? NO_SUCH_CLIENT : Reply.OK;
    }
    long nowMillis = System.currentTimeMillis();
    return Reply.integer(close(new FilterWords(logins, request, client, nowMillis).toKill()));
  }

  /**
   * How many were closed. One that is closing already is not counted again, but closed all the
   * same: it may wait for a late reply that never comes.
   */
  private int close(ClientFilter filter) {
    int closed = 0;
    for (ConnectedClient victim : clients.list(filter)) {
      closed += victim.close(CloseReason.KILLED) ? 1 : 0;
    }
    return closed;
  }
}
