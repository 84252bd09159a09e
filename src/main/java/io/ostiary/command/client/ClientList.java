package io.ostiary.command.client;

import io.ostiary.auth.Authentication;
import io.ostiary.client.Client;
import io.ostiary.client.ClientFilter;
import io.ostiary.client.ClientLine;
import io.ostiary.client.ClientTable;
import io.ostiary.command.CommandHandler;
import io.ostiary.command.ServerContext;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.List;

/** {@code CLIENT LIST [filter ...]}: a line for each client that all the filters take. */
final class ClientList implements CommandHandler {

  private final ClientTable clients;
  private final Authentication authentication;

  ClientList(ServerContext context) {
    this.clients = context.clients();
    this.authentication = context.authentication();
  }

  @Override
  public Reply run(Client client, Request request) {
    long nowMillis = System.currentTimeMillis();
    ClientFilter filter = new FilterWords(authentication, request, client, nowMillis).toList();
    List<Client> listed = clients.list(filter);
    return Reply.verbatim("txt", out -> ClientLine.write(listed, nowMillis, out));
  }
}
