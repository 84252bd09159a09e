package io.ostiary.command.client;

import io.ostiary.client.ConnectedClient;
import io.ostiary.command.BuiltInHandler;
import io.ostiary.resp.ArgumentException;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.List;
import java.util.function.IntFunction;

/**
 * {@code CLIENT REFUSALS|DEPARTURES [COUNT n]}: the last events of one kind, a line each, the
 * newest first.
 */
final class ClientEvents implements BuiltInHandler {

  /** As many as SLOWLOG and ACL LOG show. */
  private static final int USUAL = 10;

  private static final String WRONG_COUNT = "ERR COUNT should be greater than 0";

  private final IntFunction<List<String>> newest;

  /**
   * Shows these.
   *
   * @param newest gives as many as it is asked for, or all if there are fewer
   */
  ClientEvents(IntFunction<List<String>> newest) {
    this.newest = newest;
  }

  @Override
  public Reply answer(ConnectedClient client, Request request) {
    StringBuilder lines = new StringBuilder();
    newest.apply(count(request)).forEach(line -> lines.append(line).append('\n'));
    return Reply.verbatim("txt", lines.toString());
  }

  private static int count(Request request) {
    if (request.count() == 2) {
      return USUAL;
    }
    if (request.count() != 4 || !request.is(2, "COUNT")) {
      throw ArgumentException.syntaxError();
    }
    long count;
    try {
      count = request.integer(3);
    } catch (ArgumentException e) {
      throw new ArgumentException(WRONG_COUNT);
    }
    if (count < 1) {
      throw new ArgumentException(WRONG_COUNT);
    }
    return (int) Math.min(count, Integer.MAX_VALUE);
  }
}
