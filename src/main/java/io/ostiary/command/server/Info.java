package io.ostiary.command.server;

import io.ostiary.client.Client;
import io.ostiary.command.CommandHandler;
import io.ostiary.command.ServerContext;
import io.ostiary.command.ServerFacts;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.ostiary.settings.Directives;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** {@code INFO [section ...]}: facts and figures, a field to a line. */
final class Info implements CommandHandler {

  /** The version of Redis whose names, replies and fields clients may count on. */
  private static final String COMPATIBLE_VERSION = "7.2.4";

  private static final List<String> EVERYTHING = List.of("default", "all", "everything");

  private final ServerContext context;
  private final Map<String, Supplier<String>> sections = new LinkedHashMap<>();

  Info(ServerContext context) {
    this.context = context;
    sections.put("Server", this::server);
    sections.put("Clients", this::clients);
    sections.put("Stats", context.stats()::info);
  }

  @Override
  public Reply run(Client client, Request request) {
    StringJoiner info = new StringJoiner("\r\n");
    sections.forEach(
        (name, body) -> {
          if (isWanted(name, request)) {
            info.add("# " + name + "\r\n" + body.get());
          }
        });
    return Reply.verbatim("txt", info.toString());
  }

  private static boolean isWanted(String section, Request request) {
    for (int i = 1; i < request.count(); i++) {
      int word = i;
      if (request.is(i, section) || EVERYTHING.stream().anyMatch(all -> request.is(word, all))) {
        return true;
      }
    }
    return request.count() == 1;
  }

  private String server() {
    ServerFacts facts = context.facts();
    Fields fields =
        new Fields()
            .add("redis_version", COMPATIBLE_VERSION)
            .add("server_name", "ostiary")
            .add("ostiary_version", facts.version())
            .add("redis_mode", "standalone")
            .add(
                "os",
                property("os.name") + " " + property("os.version") + " " + property("os.arch"))
            .add("arch_bits", property("os.arch").contains("64") ? 64 : 32)
            .add("multiplexing_api", facts.transport())
            .add("java_version", property("java.version"))
            .add("process_id", ProcessHandle.current().pid())
            .add("run_id", facts.runId())
            .add("tcp_port", facts.port().getAsInt());
    clock(fields, facts.startedMillis());
    fields.add("event_loops", facts.eventLoops()).add("config_file", facts.configFile());
    List<String> listeners = facts.listeners().get();
    for (int i = 0; i < listeners.size(); i++) {
      fields.add("listener" + i, listeners.get(i));
    }
    return fields.toString();
  }

  private static void clock(Fields fields, long startedMillis) {
    Instant now = Instant.now();
    long microseconds =
        TimeUnit.SECONDS.toMicros(now.getEpochSecond())
            + TimeUnit.NANOSECONDS.toMicros(now.getNano());
    // A clock that is set back must not show a negative time.
    long upMillis = Math.max(0, now.toEpochMilli() - startedMillis);
    fields
        .add("server_time_usec", microseconds)
        .add("uptime_in_seconds", TimeUnit.MILLISECONDS.toSeconds(upMillis))
        .add("uptime_in_days", TimeUnit.MILLISECONDS.toDays(upMillis));
  }

  // The zeros are true: nothing here blocks a client, tracks what it read or joins a cluster.
  private String clients() {
    return new Fields()
        .add("connected_clients", context.clients().size())
        .add("cluster_connections", 0)
        .add("maxclients", context.settings().now().get(Directives.MAXCLIENTS))
        .add("blocked_clients", 0)
        .add("tracking_clients", 0)
        .add("pubsub_clients", 0)
        .add("clients_in_timeout_table", 0)
        .toString();
  }

  private static String property(String name) {
    return System.getProperty(name, "");
  }

  /** Lines of a section. */
  private static final class Fields {

    private final StringBuilder lines = new StringBuilder(512);

    Fields add(String name, Object value) {
      lines.append(name).append(':').append(value).append("\r\n");
      return this;
    }

    @Override
    public String toString() {
      return lines.toString();
    }
  }
}
