package io.ostiary.command.client;

import io.ostiary.client.ClientFilter;
import io.ostiary.client.ClientLine;
import io.ostiary.client.ClientTable;
import io.ostiary.client.ConnectedClient;
import io.ostiary.command.BuiltInHandler;
import io.ostiary.command.Logins;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.List;

/** {@code CLIENT LIST [filter ...]}: a line for each client that all the filters take. */
final class ClientList implements BuiltInHandler {

  private final ClientTable clients;
  private final Logins logins;

  ClientList(ClientTable clients, Logins logins) {
    this.clients = clients;
    this.logins = logins;
  }

  @Override
  public Reply answer(ConnectedClient client, Request request) {
    long nowMillis = System.currentTimeMillis();
    ClientFilter filter = new FilterWords(logins, request, client, nowMillis).toList();
    client.measure();
    List<ConnectedClient> listed = clients.list(filter);
    return Reply.verbatim("txt", out -> ClientLine.write(listed, nowMillis, out));
  }
}
