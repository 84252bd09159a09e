package io.ostiary.listen;

import java.io.FileNotFoundException;
import java.net.NoRouteToHostException;

/**
 * Why a connect failed, in the system's words without those that Netty and Java put around them.
 */
final class ConnectFailure {

  /** As in "connect(..) failed with error(-111): Connection refused". */
  private static final String BEFORE_THE_REASON = "): ";

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
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    if (innermost.getMessage() == null) {
      return reasonByType(innermost);
    }
    int start = innermost.getMessage().lastIndexOf(BEFORE_THE_REASON);
    return start < 0
        ? innermost.getMessage()
        : innermost.getMessage().substring(start + BEFORE_THE_REASON.length());
  }

  /** Of two errors Netty leaves the system's words out. */
  private static String reasonByType(Throwable failure) {
    if (failure instanceof FileNotFoundException) {
      return "No such file or directory";
    }
    return failure instanceof NoRouteToHostException ? "No route to host" : failure.toString();
  }
}
