package io.ostiary.gateway;

import io.ostiary.resp.ErrorReply;

/** What clients read when a command could not be answered; each says whether it may have run. */
final class UpstreamErrors {

  /** Waiting for a connection of one's own took too long. */
  static final ErrorReply NO_PINNED =
      new ErrorReply(
          "ERR no upstream connection is free for a command that needs one of its own:"
              + " upstream-pinned-max are in use, and upstream-queue-timeout has passed;"
              + " the command was not sent");

  private UpstreamErrors() {}

  /** What a request of the gateway's own has failed with. */
  static ErrorReply of(Throwable cause) {
    return cause instanceof UpstreamException failed
        ? failed.reply()
        : new ErrorReply("ERR " + cause.getMessage());
  }

  /**
   * It was never sent, and there is no connection.
   *
   * @param destination null where none was found
   */
  static ErrorReply unreachable(Object destination, String reason) {
    return new ErrorReply("ERR upstream is unreachable: " + told(destination, reason));
  }

  /** The connection was lost; see {@link Losses#error}. */
  static ErrorReply lost(Object destination, String reason, boolean sent, boolean mayHaveRun) {
    if (!sent) {
      return unreachable(destination, reason);
    }
    return new ErrorReply(
        "ERR upstream connection was lost before the answer came: "
            + told(destination, reason)
            + (mayHaveRun ? "; the command may have run" : "; the command only reads"));
  }

  /** Where none was found, the reason says who was asked. */
  static String told(Object destination, String reason) {
    return destination == null ? reason : destination + ": " + reason;
  }
}
