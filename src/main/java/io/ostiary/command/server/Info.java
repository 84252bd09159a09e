package io.ostiary.command.server;

import io.ostiary.client.Client;
import io.ostiary.command.CommandHandler;
import io.ostiary.command.InfoSection;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Supplier;

/** {@code INFO [section ...]}. */
final class Info implements CommandHandler {

  /** Sections in Redis's order; the keyspace comes last. */
  private static final List<String> FIRST = List.of("Server", "Clients", "Memory", "Stats");

  private static final String LAST = "Keyspace";

  private final Supplier<List<InfoSection>> sections;

  Info(Supplier<List<InfoSection>> sections) {
    this.sections = sections;
  }

  @Override
  public Reply run(Client client, Request request) {
    Map<String, String> shown = new LinkedHashMap<>();
    sections.get().stream()
        .sorted(Comparator.comparingInt(Info::place))
        .filter(section -> section.isWantedBy(request))
        .forEach(section -> shown.merge(section.name(), section.lines().get(), String::concat));
    StringJoiner info = new StringJoiner("\r\n");
    shown.forEach((name, lines) -> info.add("# " + name + "\r\n" + lines));
    return Reply.verbatim("txt", info.toString());
  }

  private static int place(InfoSection section) {
    if (section.name().equals(LAST)) {
      return Integer.MAX_VALUE;
    }
    int place = FIRST.indexOf(section.name());
    return place < 0 ? FIRST.size() : place;
  }
}
