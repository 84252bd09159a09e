package io.ostiary.listen;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs accepts that fail, one line a second for the whole process: in a shortage every listener
 * fails every second. Safe from any thread.
 */
public final class AcceptFailures {

  private static final Logger log = LoggerFactory.getLogger(AcceptFailures.class);
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

  private AcceptFailures() {}

  /**
   * Logs a failure, unless one was logged within the last second.
   *
   * @param where the address that is listened on
   */
  public static void log(Object where, Throwable cause) {
    long now = System.nanoTime();
    long until = quietUntil.get();
    if (now - until >= 0 && quietUntil.compareAndSet(until, now + QUIET_NANOS)) {
      log.warn(
          "Cannot accept a connection on {}: {}. New clients wait until it is mended; those that"
              + " are connected are served.",
          where,
          cause.getMessage(),
          isShortage(cause) ? null : cause);
    }
  }

  /** An operator can mend it; a stack trace tells nothing then. */
  private static boolean isShortage(Throwable cause) {
    return cause instanceof IOException;
  }
}
