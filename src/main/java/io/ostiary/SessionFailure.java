package io.ostiary;

import io.ostiary.client.Client;
import io.ostiary.client.CloseReason;
import io.ostiary.listen.PendingLimitException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why serving a client cannot go on; the log level says whose fault it is. Any thread. */
final class SessionFailure {

  private static final Logger log = LoggerFactory.getLogger(ClientSession.class);

  private SessionFailure() {}

  /** The reason to close a client with; logged where an operator should know. */
  static CloseReason reason(Client client, Throwable cause) {
    if (cause instanceof IOException) {
      // A peer that crashes resets its connection: nothing to tell an operator.
      return CloseReason.CONNECTION_LOST;
    }
    if (cause instanceof PendingLimitException) {
      log.warn("Closing client {}: {}", client, cause.getMessage());
      return CloseReason.OUT_OF_MEMORY;
    }
    if (cause instanceof OutOfMemoryError) {
      log.warn("No memory for client {}; closing it", client, cause);
      return CloseReason.OUT_OF_MEMORY;
    }
    log.error("Serving client {} failed; closing it", client, cause);
    return CloseReason.INTERNAL_ERROR;
  }
}
