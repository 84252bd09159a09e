package io.ostiary.store;

import static io.ostiary.command.CommandFlag.DENYOOM;
import static io.ostiary.command.CommandFlag.FAST;
import static io.ostiary.command.CommandFlag.READONLY;
import static io.ostiary.command.CommandFlag.WRITE;
import static io.ostiary.command.KeyFlag.ACCESS;
import static io.ostiary.command.KeyFlag.INSERT;
import static io.ostiary.command.KeyFlag.OW;
import static io.ostiary.command.KeyFlag.RO;
import static io.ostiary.command.KeyFlag.RW;
import static io.ostiary.command.KeyFlag.UPDATE;
import static io.ostiary.command.KeyFlag.VARIABLE_FLAGS;

import io.ostiary.command.Command;
import io.ostiary.resp.ArgumentException;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Commands on strings: {@code GET SET MGET MSET APPEND STRLEN}. */
final class StringCommands {

  /** Redis's limit for a string. */
  static final int MAX_VALUE_BYTES = 512 * 1024 * 1024;

  private StringCommands() {}

  static List<Command> in(Store store) {
    return List.of(
            Command.of("GET", 2, store.onDatabase(StringCommands::get))
                .flags(READONLY, FAST)
                .keys(1, 1, 1)
                .since("1.0.0")
                .arguments("key")
                .summary("Returns the value of a key."),
            Command.of("SET", -3, store.addingToDatabase(SetCommand::run))
                .flags(WRITE, DENYOOM)
                .keys(1, 1, 1)
                .keyFlags(RW, ACCESS, UPDATE, VARIABLE_FLAGS)
                .since("1.0.0")
                .arguments(SetOptions.FORM)
                .summary("Gives a key a value, whatever it had before."),
            Command.of("MGET", -2, store.onDatabase(StringCommands::mget))
                .flags(READONLY, FAST)
                .keys(1, -1, 1)
                .since("1.0.0")
                .arguments("key [key ...]")
                .summary("Returns the values of several keys."),
            Command.of("MSET", -3, store.addingToDatabase(StringCommands::mset))
                .flags(WRITE, DENYOOM)
                .keys(1, -1, 2)
                .keyFlags(OW, UPDATE)
                .since("1.0.1")
                .arguments("key value [key value ...]")
                .summary("Gives several keys their values, all at once."),
            Command.of("APPEND", 3, store.addingToDatabase(StringCommands::append))
                .flags(WRITE, DENYOOM, FAST)
                .keys(1, 1, 1)
                .keyFlags(RW, INSERT)
                .since("2.0.0")
                .arguments("key value")
                .summary("Adds to the end of a value."),
            Command.of("STRLEN", 2, store.onDatabase(StringCommands::strlen))
                .flags(READONLY, FAST)
                .keys(1, 1, 1)
                .keyFlags(RO)
                .since("2.2.0")
                .arguments("key")
                .summary("Returns the length of a value in bytes."))
        .stream()
        .map(command -> command.group("string"))
        .toList();
  }

  /** The value of an entry, which may be null. */
  static Reply valueOf(Entry entry) {
    return entry == null ? Reply.NULL : Reply.bulk(entry.value());
  }

  private static Reply get(Keyspace keyspace, Request request) {
    return valueOf(keyspace.find(request, 1));
  }

  private static Reply mget(Keyspace keyspace, Request request) {
    List<Reply> values = new ArrayList<>(request.count() - 1);
    for (int i = 1; i < request.count(); i++) {
      values.add(valueOf(keyspace.find(request, i)));
    }
    return Reply.array(values);
  }

  private static Reply mset(Keyspace keyspace, Request request) {
    if (request.count() % 2 == 0) {
      return Reply.error("ERR wrong number of arguments for 'mset' command");
    }
    for (int i = 1; i < request.count(); i += 2) {
      // The map keeps its own key, so a new one would be held twice.
      Key key = Key.of(request, i, keyspace.find(request, i));
      keyspace.put(new Entry(key, request.bytes(i + 1), Deadline.NEVER));
    }
    return Reply.OK;
  }

  private static Reply append(Keyspace keyspace, Request request) {
    Entry old = keyspace.find(request, 1);
    Entry changed =
        old == null
            ? new Entry(Key.of(request, 1), request.bytes(2), Deadline.NEVER)
            : old.withValue(joined(keyspace, old.value(), request));
    keyspace.put(changed);
    return Reply.integer(changed.value().length);
  }

  private static byte[] joined(Keyspace keyspace, byte[] head, Request request) {
    long length = (long) head.length + request.length(2);
    if (length > MAX_VALUE_BYTES) {
      throw new ArgumentException("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
    }
    // The old value, the new one and the appended part exist at the same time.
    keyspace.memory().checkRoomFor(length + request.length(2));
    byte[] tail = request.bytes(2);
    byte[] whole = Arrays.copyOf(head, (int) length);
    System.arraycopy(tail, 0, whole, head.length, tail.length);
    return whole;
  }

  private static Reply strlen(Keyspace keyspace, Request request) {
    Entry entry = keyspace.find(request, 1);
    return entry == null ? Reply.ZERO : Reply.integer(entry.value().length);
  }
}
