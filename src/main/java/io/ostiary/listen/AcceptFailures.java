package io.ostiary.listen;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator of accepts that fail. In a shortage every listener of the process fails every
 * second, and one line tells as much as many. Safe from any thread.
 */
final class AcceptFailures {

  private static final Logger log = LoggerFactory.getLogger(AcceptFailures.class);
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

  private AcceptFailures() {}

  /**
   * Logs it, if nothing was logged a moment ago.
   *
   * @param where the address that is listened on
   */
  static void log(Object where, Throwable cause) {
    long now = System.nanoTime();
    long until = quietUntil.get();
    if (now - until >= 0 && quietUntil.compareAndSet(until, now + QUIET_NANOS)) {
      log.warn(
          "Cannot accept a connection on {}: {}. New clients wait until it is mended; those inside"
              + " are served.",
          where,
          cause.getMessage(),
          isShortage(cause) ? null : cause);
    }
  }

  /** What an operator can mend; a stack trace tells nothing then. */
  private static boolean isShortage(Throwable cause) {
    return cause instanceof IOException;
  }
}
