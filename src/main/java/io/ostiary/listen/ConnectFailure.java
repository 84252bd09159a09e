package io.ostiary.listen;

import java.io.FileNotFoundException;

/**
 * Why a connect failed, in the system's words without those that Netty and Java put around them.
 */
final class ConnectFailure {

  static final String REFUSED = "Connection refused";
  static final String CLOSED = "closed before it was connected";

  private ConnectFailure() {}

  static ConnectFailedException toException(Throwable failure) {
    return failure instanceof ConnectFailedException whole
        ? whole
        : new ConnectFailedException(systemReason(failure), failure);
  }

  /** The same text whatever the transport: the innermost cause has the least around it. */
  private static String systemReason(Throwable failure) {
    if (failure instanceof FileNotFoundException) {
      return "No such file or directory"; // Netty leaves the system's words out.
    }
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    String message = innermost.getMessage() == null ? innermost.toString() : innermost.getMessage();
    int start = message.lastIndexOf("): "); // "connect(..) failed with error(-111): the reason"
    return start < 0 ? message : message.substring(start + 3);
  }
}
