package io.ostiary.store;

import static io.ostiary.command.CommandFlag.FAST;
import static io.ostiary.command.CommandFlag.READONLY;
import static io.ostiary.command.CommandFlag.WRITE;

import io.ostiary.command.Command;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.List;

/** Commands on whole databases: {@code DBSIZE FLUSHDB FLUSHALL}. */
final class DatabaseCommands {

  private DatabaseCommands() {}

  static List<Command> in(Store store) {
    return List.of(
            Command.of("DBSIZE", 1, store.onDatabase(DatabaseCommands::dbsize))
                .flags(READONLY, FAST)
                .summary("Counts the keys of the selected database."),
            Command.of("FLUSHDB", -1, store.onDatabase(DatabaseCommands::flush))
                .flags(WRITE)
                .arguments("[ASYNC | SYNC]")
                .summary("Removes every key of the selected database."),
            Command.of("FLUSHALL", -1, store.onEveryDatabase(DatabaseCommands::flush))
                .flags(WRITE)
                .arguments("[ASYNC | SYNC]")
                .summary("Removes every key of every database."))
        .stream()
        .map(command -> command.group("server").since("1.0.0"))
        .toList();
  }

  private static Reply dbsize(Keyspace keyspace, Request request) {
    return Reply.integer(keyspace.size());
  }

  // ASYNC and SYNC are the same here: a database is dropped as a whole.
  private static Reply flush(Keyspace keyspace, Request request) {
    boolean plain = request.count() == 1;
    if (!plain && !(request.count() == 2 && (request.is(1, "ASYNC") || request.is(1, "SYNC")))) {
      return Reply.SYNTAX_ERROR;
    }
    keyspace.clear();
    return Reply.OK;
  }
}
