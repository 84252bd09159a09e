package io.ostiary.command.server;

import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.command.BuiltInHandler;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection at the first line of an HTTP request. A web page can make a local browser
 * send a request here, and the lines of its body would run as commands.
 */
final class CrossProtocol implements BuiltInHandler {

  private static final Logger log = LoggerFactory.getLogger(CrossProtocol.class);

  private static final long QUIET_NANOS = 60_000_000_000L;

  private final AtomicLong nextWarningNanos = new AtomicLong(System.nanoTime());

  @Override
  public Reply answer(ConnectedClient client, Request request) {
    if (mayWarn(System.nanoTime())) {
      log.warn(
          "Closing client {}: it sent POST or Host:, which browsers send. Perhaps a web page tries"
              + " to run commands here. Said once a minute at most",
          client);
    }
    client.close(CloseReason.SECURITY);
    return Reply.NONE;
  }

  // A flood of such connections must not fill the disk.
  private boolean mayWarn(long nowNanos) {
    long due = nextWarningNanos.get();
    return nowNanos - due >= 0 && nextWarningNanos.compareAndSet(due, nowNanos + QUIET_NANOS);
  }
}
