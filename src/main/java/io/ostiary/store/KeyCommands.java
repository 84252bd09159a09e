package io.ostiary.store;

import static io.ostiary.command.CommandFlag.FAST;
import static io.ostiary.command.CommandFlag.READONLY;
import static io.ostiary.command.CommandFlag.WRITE;
import static io.ostiary.command.KeyFlag.DELETE;
import static io.ostiary.command.KeyFlag.RM;
import static io.ostiary.command.KeyFlag.RO;

import io.ostiary.command.Command;
import io.ostiary.resp.Glob;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.List;

/** Commands on keys: {@code DEL EXISTS TYPE KEYS}. */
final class KeyCommands {

  private static final Reply STRING = Reply.simple("string");
  private static final Reply NO_TYPE = Reply.simple("none");

  private KeyCommands() {}

  static List<Command> in(Store store) {
    return List.of(
            Command.of("DEL", -2, store.onDatabase(KeyCommands::del))
                .flags(WRITE)
                .keys(1, -1, 1)
                .keyFlags(RM, DELETE)
                .arguments("key [key ...]")
                .summary("Removes keys; answers how many there were."),
            Command.of("EXISTS", -2, store.onDatabase(KeyCommands::exists))
                .flags(READONLY, FAST)
                .keys(1, -1, 1)
                .keyFlags(RO)
                .arguments("key [key ...]")
                .summary("Counts the keys that are there, each as often as it is named."),
            Command.of("TYPE", 2, store.onDatabase(KeyCommands::type))
                .flags(READONLY, FAST)
                .keys(1, 1, 1)
                .keyFlags(RO)
                .arguments("key")
                .summary("Returns what kind of value a key has."),
            Command.of("KEYS", 2, store.onDatabase(KeyCommands::keys))
                .flags(READONLY)
                .arguments("pattern")
                .summary("Lists the keys that match a pattern."))
        .stream()
        .map(command -> command.group("generic").since("1.0.0"))
        .toList();
  }

  private static Reply del(Keyspace keyspace, Request request) {
    int removed = 0;
    for (int i = 1; i < request.count(); i++) {
      if (keyspace.remove(request, i)) {
        removed++;
      }
    }
    return Reply.integer(removed);
  }

  private static Reply exists(Keyspace keyspace, Request request) {
    int found = 0;
    for (int i = 1; i < request.count(); i++) {
      if (keyspace.find(request, i) != null) {
        found++;
      }
    }
    return Reply.integer(found);
  }

  private static Reply type(Keyspace keyspace, Request request) {
    return keyspace.find(request, 1) == null ? NO_TYPE : STRING;
  }

  private static Reply keys(Keyspace keyspace, Request request) {
    List<Key> found = keyspace.keys(Glob.of(request.bytes(1)));
    return Reply.array(found.stream().map(key -> Reply.bulk(key.bytes())).toList());
  }
}
