package io.ostiary.gateway;

import io.ostiary.client.Client;
import io.ostiary.command.CommandHandler;
import io.ostiary.command.InfoSection;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * INFO before another server: what concerns connections is told of here, the rest of the server
 * behind. While that cannot be reached, what is told of here is all. Safe from any thread.
 */
final class GatewayInfo implements CommandHandler {

  /** Of these sections the gateway has only lines; all others are wholly one's or the other's. */
  private static final Map<String, Set<String>> OUR_LINES =
      Map.of(
          "stats",
          Set.of(
              "total_connections_received",
              "rejected_connections",
              "total_net_input_bytes",
              "total_net_output_bytes",
              "instantaneous_input_kbps",
              "instantaneous_output_kbps",
              "client_query_buffer_limit_disconnections"),
          "clients",
          Set.of(
              "connected_clients",
              "maxclients",
              "paused_reason",
              "paused_actions",
              "paused_timeout_milliseconds"),
          "server",
          Set.of(
              "ostiary_version",
              "java_version",
              "multiplexing_api",
              "process_id",
              "run_id",
              "tcp_port",
              "uptime_in_seconds",
              "uptime_in_days",
              "event_loops",
              "config_file"));

  /** Clients wait here, for the end of a pause, and there, for a key. */
  private static final String BLOCKED = "blocked_clients";

  private final Gateway gateway;
  private final Supplier<List<InfoSection>> sections;

  GatewayInfo(Gateway gateway, Supplier<List<InfoSection>> sections) {
    this.gateway = gateway;
    this.sections = sections;
  }

  @Override
  public Reply run(Client client, Request request) {
    Map<String, Map<String, String>> here = new LinkedHashMap<>();
    for (InfoSection section : sections.get()) {
      if (section.isWantedBy(request)) {
        here.computeIfAbsent(section.name(), name -> new LinkedHashMap<>())
            .putAll(lines(section.lines().get()));
      }
    }
    return Reply.hold(
        gateway
            .route(client)
            .ask(Wire.copy(request))
            .otherwise(unreachable -> Reply.bulk(""))
            .map(there -> merged(here, there)));
  }

  private static Reply merged(Map<String, Map<String, String>> here, Reply there) {
    if (there instanceof ErrorReply) {
      return there;
    }
    Map<String, Map<String, String>> all = parse(Backend.text(there));
    here.forEach((section, lines) -> put(all, section, lines));
    StringBuilder text = new StringBuilder();
    all.forEach(
        (section, lines) -> {
          text.append(text.isEmpty() ? "" : "\r\n").append("# ").append(section).append("\r\n");
          lines.forEach(
              (field, value) -> text.append(field).append(':').append(value).append("\r\n"));
        });
    return Reply.verbatim("txt", text.toString());
  }

  private static void put(
      Map<String, Map<String, String>> all, String section, Map<String, String> lines) {
    Set<String> ours = OUR_LINES.get(section.toLowerCase(Locale.ROOT));
    Map<String, String> theirs = all.get(section);
    if (theirs == null || ours == null) {
      all.put(section, lines);
      return;
    }
    theirs.keySet().removeIf(field -> field.startsWith("listener"));
    lines.forEach(
        (field, value) -> {
          if (ours.contains(field) || field.startsWith("listener")) {
            theirs.put(field, value);
          } else if (field.equals(BLOCKED)) {
            theirs.merge(field, value, GatewayInfo::sum);
          }
        });
  }

  private static String sum(String there, String here) {
    return Long.toString(Long.parseLong(there) + Long.parseLong(here));
  }

  private static Map<String, Map<String, String>> parse(String text) {
    Map<String, Map<String, String>> sections = new LinkedHashMap<>();
    Map<String, String> section = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("# ")) {
        section = new LinkedHashMap<>();
        sections.put(line.substring(2), section);
      } else {
        addLine(section, line);
      }
    }
    return sections;
  }

  private static Map<String, String> lines(String text) {
    Map<String, String> lines = new LinkedHashMap<>();
    text.lines().forEach(line -> addLine(lines, line));
    return lines;
  }

  private static void addLine(Map<String, String> lines, String line) {
    int colon = line.indexOf(':');
    if (colon > 0) {
      lines.put(line.substring(0, colon), line.substring(colon + 1));
    }
  }
}
