package io.ostiary.gateway;

import io.ostiary.resp.ErrorReply;

/** What a client reads instead of a reply that does not come. */
@FunctionalInterface
interface Losses {

  /**
   * The error.
   *
   * @param sent whether the request was sent
   * @param mayHaveRun whether it may have changed something
   */
  ErrorReply error(boolean sent, boolean mayHaveRun);
}
