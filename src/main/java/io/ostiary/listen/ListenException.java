package io.ostiary.listen;

/** An address could not be listened on; the message is for the operator, whole. */
public final class ListenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ListenException(String message, Throwable cause) {
    super(message, cause);
  }
}
