package io.ostiary.listen;

/**
 * A connection's peer reads too slowly while too much waits for slow readers in all ({@link
 * PendingLimit}). The connection sends nothing more.
 */
public final class PendingLimitException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Says what happened; there is no stack trace, as the place tells nothing. */
  public PendingLimitException() {
    super("too much waits for slow readers", null, false, false);
  }
}
