package io.ostiary.command.server;

import io.ostiary.client.Client;
import io.ostiary.command.CommandHandler;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.SettingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code CONFIG SET parameter value [parameter value ...]}: changes all of them, or none. */
final class ConfigSet implements CommandHandler {

  private static final Reply SYNTAX = Reply.error("ERR syntax error");

  private final LiveSettings settings;

  ConfigSet(LiveSettings settings) {
    this.settings = settings;
  }

  @Override
  public Reply run(Client client, Request request) {
    if (request.count() % 2 != 0) {
      return SYNTAX;
    }
    List<Map.Entry<String, String>> changes = new ArrayList<>();
    for (int i = 2; i < request.count(); i += 2) {
      changes.add(Map.entry(request.text(i), request.text(i + 1)));
    }
    try {
      settings.change(changes);
      return Reply.OK;
    } catch (SettingException e) {
      return Reply.error("ERR " + e.getMessage());
    }
  }
}
