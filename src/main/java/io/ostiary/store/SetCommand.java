package io.ostiary.store;

import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;

/** {@code SET}. */
final class SetCommand {

  private SetCommand() {}

  static Reply run(Keyspace keyspace, Request request) {
    SetOptions options = SetOptions.of(request);
    Entry old = keyspace.find(request, 1);
    // Before the condition: an invalid time is an error even where nothing would be set.
    long deadlineMillis = options.deadlineMillis(old, keyspace);
    boolean permitted = options.permits(old);
    if (permitted) {
      Key key = Key.of(request, 1, old);
      keyspace.put(new Entry(key, request.bytes(2), deadlineMillis));
    }
    if (options.asksForOldValue()) {
      return StringCommands.valueOf(old);
    }
    return permitted ? Reply.OK : Reply.NULL;
  }
}
