package io.ostiary.gateway;

import io.ostiary.command.Category;
import io.ostiary.command.ServerIdentity;
import io.ostiary.resp.AggregateReply;
import io.ostiary.resp.BulkReply;
import io.ostiary.resp.ErrorReply;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of the server behind: its commands, its version, how many databases it has. Learned
 * anew with each shared connection. Safe from any thread.
 */
final class Backend implements ServerIdentity {

  private static final Logger log = LoggerFactory.getLogger(Backend.class);

  private volatile Consumer<Map<String, Set<Category>>> onCommands = categories -> {};
  private volatile BackendCommands commands; // null: not known yet
  private volatile Map<String, Reply> greeting = ServerIdentity.greeting("");
  private volatile Map<String, String> serverInfo = Map.of();
  private volatile boolean learned;
  private volatile boolean requiresLogin;
  private volatile int databases = Integer.MAX_VALUE;

  /** Whether it was asked for its commands; it may tell none to one that has not logged in. */
  boolean isKnown() {
    return commands != null;
  }

  /** Whether it has told its commands. */
  boolean isLearned() {
    return learned;
  }

  /** Whether it answers only clients that have logged in. */
  boolean requiresLogin() {
    return requiresLogin;
  }

  /** Has it told which commands there are, with their categories, each time it is learned. */
  void onCommands(Consumer<Map<String, Set<Category>>> listener) {
    onCommands = listener;
  }

  /** The row of the command that a request names; null if there is none, or none is known. */
  BackendRow row(Request request) {
    BackendCommands known = commands;
    return known == null ? null : known.row(request);
  }

  /** Whether it has a command of this name. */
  boolean knows(String name) {
    BackendCommands known = commands;
    return known != null && known.row(Request.of(name)) != null;
  }

  /** Very many when it does not tell. */
  @Override
  public int databases() {
    return databases;
  }

  @Override
  public Map<String, Reply> greeting() {
    return greeting;
  }

  /** A field of INFO's section about the server. */
  Optional<String> info(String field) {
    return Optional.ofNullable(serverInfo.get(field));
  }

  // What it answers

  void greeting(Reply reply) {
    requiresLogin = reply instanceof ErrorReply refused && refused.code().equals("NOAUTH");
    if (!(reply instanceof AggregateReply map)) {
      return; // Before version 6 there is no HELLO.
    }
    Map<String, Reply> fields = new HashMap<>(ServerIdentity.greeting(""));
    for (int i = 0; i + 1 < map.elements().size(); i += 2) {
      fields.put(text(map.elements().get(i)), map.elements().get(i + 1));
    }
    greeting = fields;
  }

  void serverInfo(Reply reply) {
    Map<String, String> fields = new LinkedHashMap<>();
    text(reply)
        .lines()
        .filter(line -> line.indexOf(':') > 0)
        .forEach(
            line ->
                fields.put(
                    line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1)));
    serverInfo = fields;
  }

  void commands(Reply reply) {
    if (reply instanceof AggregateReply rows) {
      boolean first = !learned;
      BackendCommands told = BackendCommands.of(rows.elements());
      // First, so that no command runs before rules know what it is.
      onCommands.accept(told.categories());
      commands = told;
      if (first) {
        log.info(
            "Upstream answers: {} {}, {} commands",
            serverInfo.getOrDefault("server_name", "redis"),
            serverInfo.getOrDefault("redis_version", "of an unknown version"),
            rows.elements().size());
      }
      learned = true;
    } else if (reply instanceof ErrorReply refused && commands == null) {
      // Every command is then treated as one that is not known.
      log.info("Upstream does not tell its commands yet: {}", refused.text());
      commands = BackendCommands.of(List.of());
    }
  }

  void databases(Reply reply) {
    if (reply instanceof AggregateReply pair && pair.elements().size() == 2) {
      databases = Integer.parseInt(text(pair.elements().get(1)));
    }
  }

  /** A whole number; 0 for any other reply. */
  static long number(Reply reply) {
    if (reply instanceof Reply.Int number) {
      return number.value();
    }
    return reply == Reply.ONE ? 1 : 0;
  }

  /** A string as text; empty for any other reply. */
  static String text(Reply reply) {
    if (reply instanceof BulkReply bulk) {
      return new String(bulk.bytes(), StandardCharsets.UTF_8);
    }
    return reply instanceof Reply.Status status ? status.text() : "";
  }
}
