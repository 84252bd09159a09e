package io.ostiary.listen;

/**
 * A server could not be connected to. The message is the reason alone, short and in the system's
 * words, such as {@code Connection refused}; its reader is told the server elsewhere.
 */
public final class ConnectFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** There is no stack trace: the place tells nothing. */
  public ConnectFailedException(String message, Throwable cause) {
    super(message, cause, false, false);
  }
}
