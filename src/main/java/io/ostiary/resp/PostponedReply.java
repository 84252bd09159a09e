package io.ostiary.resp;

import io.vertx.core.Future;
import java.util.Objects;

/**
 * No reply yet, as the command has not run: its request stays, and is tried again. The client's
 * requests behind it wait meanwhile.
 *
 * @param until when to try again; completes on any thread and does not fail
 */
public record PostponedReply(Future<Void> until) implements Reply {

  /** Refuses null. */
  public PostponedReply {
    Objects.requireNonNull(until, "until");
  }
}
