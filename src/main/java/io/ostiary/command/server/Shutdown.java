package io.ostiary.command.server;

import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.command.BuiltInHandler;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * {@code SHUTDOWN [NOSAVE|SAVE] [NOW] [FORCE] [ABORT]}: ends the server and, instead of a reply,
 * closes the connection. With nothing to save and no replica, the options have no effect.
 */
final class Shutdown implements BuiltInHandler {

  private static final Set<String> OPTIONS = Set.of("NOSAVE", "SAVE", "NOW", "FORCE", "ABORT");
  private static final Reply NOT_IN_PROGRESS = Reply.error("ERR No shutdown in progress.");

  private final Runnable shutdown;

  Shutdown(Runnable shutdown) {
    this.shutdown = shutdown;
  }

  @Override
  public Reply answer(ConnectedClient client, Request request) {
    Set<String> given = new HashSet<>();
    for (int i = 1; i < request.count(); i++) {
      given.add(request.text(i).toUpperCase(Locale.ROOT));
    }
    if (!OPTIONS.containsAll(given)) {
      return Reply.SYNTAX_ERROR;
    }
    boolean abort = given.contains("ABORT");
    if (given.containsAll(Set.of("NOSAVE", "SAVE")) || (abort && given.size() > 1)) {
      return Reply.SYNTAX_ERROR;
    }
    if (abort) {
      return NOT_IN_PROGRESS;
    }
    // Requests pipelined behind it are not run.
    client.close(CloseReason.SHUTDOWN);
    shutdown.run();
    return Reply.NONE;
  }
}
