package io.ostiary.store;

import static io.ostiary.command.CommandFlag.FAST;
import static io.ostiary.command.CommandFlag.READONLY;
import static io.ostiary.command.CommandFlag.WRITE;
import static io.ostiary.command.KeyFlag.RW;
import static io.ostiary.command.KeyFlag.UPDATE;

import io.ostiary.command.Command;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.List;
import java.util.Set;

/** Commands on expiry: {@code EXPIRE PEXPIRE TTL PTTL PERSIST}. */
final class ExpiryCommands {

  private static final Reply NO_SUCH_KEY = Reply.integer(-2);
  private static final Reply LIVES_FOREVER = Reply.integer(-1);

  private ExpiryCommands() {}

  static List<Command> in(Store store) {
    return List.of(
            Command.of("EXPIRE", -3, store.onDatabase((k, r) -> expire(k, r, 1000, "expire")))
                .flags(WRITE, FAST)
                .keyFlags(RW, UPDATE)
                .since("1.0.0")
                .arguments("key seconds [NX | XX | GT | LT]")
                .summary("Ends a key's life so many seconds from now."),
            Command.of("PEXPIRE", -3, store.onDatabase((k, r) -> expire(k, r, 1, "pexpire")))
                .flags(WRITE, FAST)
                .keyFlags(RW, UPDATE)
                .since("2.6.0")
                .arguments("key milliseconds [NX | XX | GT | LT]")
                .summary("Ends a key's life so many milliseconds from now."),
            Command.of("TTL", 2, store.onDatabase(ExpiryCommands::ttl))
                .flags(READONLY, FAST)
                .since("1.0.0")
                .arguments("key")
                .summary("Returns how many seconds a key has to live."),
            Command.of("PTTL", 2, store.onDatabase(ExpiryCommands::pttl))
                .flags(READONLY, FAST)
                .since("2.6.0")
                .arguments("key")
                .summary("Returns how many milliseconds a key has to live."),
            Command.of("PERSIST", 2, store.onDatabase(ExpiryCommands::persist))
                .flags(WRITE, FAST)
                .keyFlags(RW, UPDATE)
                .since("2.2.0")
                .arguments("key")
                .summary("Lets a key live until it is removed."))
        .stream()
        .map(command -> command.group("generic").keys(1, 1, 1))
        .toList();
  }

  private static Reply expire(Keyspace keyspace, Request request, int unitMillis, String name) {
    Set<ExpireCondition> conditions = ExpireCondition.of(request);
    long nowMillis = keyspace.nowMillis();
    long deadlineMillis = Deadline.after(nowMillis, request.integer(2), unitMillis, name);
    Entry entry = keyspace.find(request, 1);
    if (entry == null || !ExpireCondition.permit(conditions, entry, deadlineMillis)) {
      return Reply.ZERO;
    }
    if (deadlineMillis <= nowMillis) {
      keyspace.remove(entry.key());
    } else {
      keyspace.put(entry.withDeadline(deadlineMillis));
    }
    return Reply.ONE;
  }

  private static Reply ttl(Keyspace keyspace, Request request) {
    return timeToLive(keyspace, request, 1000);
  }

  private static Reply pttl(Keyspace keyspace, Request request) {
    return timeToLive(keyspace, request, 1);
  }

  private static Reply timeToLive(Keyspace keyspace, Request request, long unitMillis) {
    Entry entry = keyspace.find(request, 1);
    if (entry == null) {
      return NO_SUCH_KEY;
    }
    if (!entry.expires()) {
      return LIVES_FOREVER;
    }
    long leftMillis = entry.deadlineMillis() - keyspace.nowMillis();
    return Reply.integer((leftMillis + unitMillis / 2) / unitMillis); // rounded
  }

  private static Reply persist(Keyspace keyspace, Request request) {
    Entry entry = keyspace.find(request, 1);
    if (entry == null || !entry.expires()) {
      return Reply.ZERO;
    }
    keyspace.put(entry.withDeadline(Deadline.NEVER));
    return Reply.ONE;
  }
}
