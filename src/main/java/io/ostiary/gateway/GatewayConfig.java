package io.ostiary.gateway;

import io.ostiary.client.Client;
import io.ostiary.command.Command;
import io.ostiary.command.CommandHandler;
import io.ostiary.resp.AggregateReply;
import io.ostiary.resp.Glob;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.ostiary.settings.Directive;
import io.ostiary.settings.Directives;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * CONFIG before another server: names that are of the gateway are shown and changed here, all
 * others there. Safe from any thread.
 */
final class GatewayConfig {

  /** Of the keyspace, which is not here. */
  private static final Set<Directive<?>> BACKENDS_OWN =
      Set.of(Directives.MAXMEMORY, Directives.DATABASES);

  private static final Set<String> OURS =
      Directives.all().stream()
          .filter(directive -> !BACKENDS_OWN.contains(directive))
          .map(Directive::name)
          .collect(Collectors.toUnmodifiableSet());

  private static final Reply MIXED =
      Reply.error(
          "ERR CONFIG SET failed - settings of the gateway and of the server behind it cannot be"
              + " changed together; send one CONFIG SET for each");

  private final Gateway gateway;
  private final CommandHandler get;
  private final CommandHandler set;
  private final CommandHandler resetStat;

  GatewayConfig(Gateway gateway, Command local) {
    this.gateway = gateway;
    this.get = handler(local, "GET");
    this.set = handler(local, "SET");
    this.resetStat = handler(local, "RESETSTAT");
  }

  private static CommandHandler handler(Command container, String name) {
    return container.subcommand(name).orElseThrow().handler();
  }

  /** The container with these in the place of its own. */
  Command over(Command local) {
    return with(with(with(local, "GET", this::get), "SET", this::set), "RESETSTAT", this::reset);
  }

  private static Command with(Command container, String name, CommandHandler handler) {
    return container.withSubcommand(container.subcommand(name).orElseThrow().doing(handler));
  }

  private Reply get(Client client, Request request) {
    if (ours(request, 1) == request.count() - 2) {
      return get.run(client, request);
    }
    if (!asksOurs(request)) {
      return gateway.forward(client, request);
    }
    Reply here = get.run(client, request);
    return Reply.hold(
        gateway.route(client).ask(Wire.copy(request)).map(there -> merged(here, there)));
  }

  /** Of a name that both have, the gateway's value. */
  private static Reply merged(Reply here, Reply there) {
    Map<String, Reply[]> pairs = new LinkedHashMap<>();
    add(there, false, pairs);
    add(here, true, pairs);
    return Reply.map(pairs.values().stream().flatMap(Arrays::stream).toList());
  }

  private static void add(Reply reply, boolean here, Map<String, Reply[]> pairs) {
    if (!(reply instanceof AggregateReply aggregate)) {
      return;
    }
    List<? extends Reply> flat = aggregate.elements();
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      String name = Backend.text(flat.get(i)).toLowerCase(Locale.ROOT);
      if (!here || OURS.contains(name)) {
        pairs.put(name, new Reply[] {flat.get(i), flat.get(i + 1)});
      }
    }
  }

  private Reply set(Client client, Request request) {
    int ours = ours(request, 2);
    if (ours == 0) {
      return gateway.forward(client, request);
    }
    return 2 * ours < request.count() - 2 ? MIXED : set.run(client, request);
  }

  private Reply reset(Client client, Request request) {
    resetStat.run(client, request);
    return gateway.forward(client, request);
  }

  /** How many of the words from the third on, by this step, are names of ours. */
  private static int ours(Request request, int step) {
    int count = 0;
    for (int i = 2; i < request.count(); i += step) {
      count += OURS.contains(request.text(i).toLowerCase(Locale.ROOT)) ? 1 : 0;
    }
    return count;
  }

  private static boolean asksOurs(Request request) {
    for (int i = 2; i < request.count(); i++) {
      if (OURS.stream().anyMatch(Glob.ofAnyCase(request.bytes(i))::matches)) {
        return true;
      }
    }
    return false;
  }
}
