package io.ostiary.listen;

import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why an address could not be listened on, in the system's words, and what would mend it. */
final class BindFailure {

  private static final Logger log = LoggerFactory.getLogger(BindFailure.class);

  private final InetAddress address;
  private final int port;
  private final Throwable cause;
  private final String reason;

  BindFailure(InetAddress address, int port, Throwable cause) {
    this.address = address;
    this.port = port;
    this.cause = cause;
    this.reason = systemReason(cause);
  }

  /** Whether the machine has no such address, or no such kind of address. */
  boolean isMissingAddress() {
    return reason.contains("Cannot assign requested address")
        || reason.contains("Address family not supported")
        || reason.contains("Protocol family");
  }

  void logSkipped() {
    log.info("Not listening on {}, which is optional: {}", where(), reason);
  }

  ListenException toException() {
    return new ListenException("cannot listen on " + where() + ": " + reason + advice(), cause);
  }

  private String where() {
    return BindAddress.text(address, Math.max(0, port));
  }

  private String advice() {
    if (reason.contains("already in use")) {
      return ". Stop what listens there, or choose another port, for example: port " + otherPort();
    }
    if (reason.contains("Permission denied")) {
      return ". Ports below 1024 are the system's: start with the right to bind them"
          + " (CAP_NET_BIND_SERVICE), or choose another, for example: port 6379";
    }
    if (isMissingAddress()) {
      return ". This machine has no such address: take it out of bind, or write -"
          + address.getHostAddress()
          + " if it may be missing";
    }
    return "";
  }

  private int otherPort() {
    return port == 6379 ? 6380 : 6379;
  }

  // Netty's text is "bind(..) failed with error(-98): Address already in use".
  private static String systemReason(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    int end = message.lastIndexOf("): ");
    return end < 0 ? message : message.substring(end + 3);
  }
}
