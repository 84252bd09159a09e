package io.ostiary.command.server;

import io.ostiary.client.Client;
import io.ostiary.command.CommandHandler;
import io.ostiary.resp.Glob;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.ostiary.settings.Constants;
import io.ostiary.settings.Directive;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code CONFIG GET pattern ...}: settings whose name matches one of the patterns. */
final class ConfigGet implements CommandHandler {

  private final LiveSettings settings;

  ConfigGet(LiveSettings settings) {
    this.settings = settings;
  }

  @Override
  public Reply run(Client client, Request request) {
    Map<String, byte[]> all = values(settings.now());
    Map<String, String> shownAs = new LinkedHashMap<>();
    for (int i = 2; i < request.count(); i++) {
      String given = request.text(i);
      Glob pattern = Glob.ofAnyCase(request.bytes(i));
      for (String name : all.keySet()) {
        if (pattern.matches(name)) {
          // Redis repeats a name without wildcards in the case of the request.
          shownAs.putIfAbsent(name, pattern.isLiteral() ? given : name);
        }
      }
    }
    List<Reply> reply = new ArrayList<>();
    shownAs.forEach(
        (name, shown) -> {
          reply.add(Reply.bulk(shown));
          reply.add(Reply.bulk(all.get(name)));
        });
    return Reply.map(reply);
  }

  private static Map<String, byte[]> values(Settings now) {
    Map<String, byte[]> values = new LinkedHashMap<>();
    for (Directive<?> directive : Directives.all()) {
      if (directive.isListed()) {
        values.put(directive.name(), now.answer(directive));
      }
    }
    Constants.all()
        .forEach((name, value) -> values.put(name, value.getBytes(StandardCharsets.US_ASCII)));
    return values;
  }
}
