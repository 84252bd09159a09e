package io.ostiary.gateway;

import static io.ostiary.command.CommandFlag.ADMIN;
import static io.ostiary.command.CommandFlag.LOADING;
import static io.ostiary.command.CommandFlag.NOSCRIPT;
import static io.ostiary.command.CommandFlag.STALE;

import io.ostiary.client.Client;
import io.ostiary.command.Command;
import io.ostiary.command.CommandHandler;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** {@code CLIENT UPSTREAMS}: a line for each connection to the server behind. */
final class ClientUpstreams implements CommandHandler {

  private final Gateway gateway;

  ClientUpstreams(Gateway gateway) {
    this.gateway = gateway;
  }

  Command command() {
    return Command.of("UPSTREAMS", 2, this)
        .flags(ADMIN, NOSCRIPT, LOADING, STALE)
        .summary("Shows the connections to the server behind.")
        .group("connection");
  }

  @Override
  public Reply run(Client client, Request request) {
    List<Future<String>> lines = gateway.loops().askEach(ClientUpstreams::lines);
    return Reply.hold(
        Future.all(lines)
            .map(
                all ->
                    Reply.verbatim(
                        "txt", lines.stream().map(Future::result).collect(Collectors.joining()))));
  }

  /** Of one loop, the oldest first. */
  private static String lines(GatewayLoop loop) {
    return loop.connections().stream()
        .sorted(Comparator.comparingLong(UpstreamConnection::id))
        .map(connection -> UpstreamLine.of(connection, loop.nowMillis()) + "\n")
        .collect(Collectors.joining());
  }
}
