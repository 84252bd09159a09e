package io.ostiary.listen;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why an address could not be listened on, in the system's words, and what would mend it. */
final class BindFailure {

  private static final Logger log = LoggerFactory.getLogger(BindFailure.class);

  private final ListenerSpec spec;
  private final Throwable cause;
  private final String reason;

  BindFailure(ListenerSpec spec, Throwable cause) {
    this.spec = spec;
    this.cause = cause;
    this.reason = systemReason(cause);
  }

  /** Whether the machine has no such address, or no such kind of address. */
  boolean isMissingAddress() {
    return reason.contains("Cannot assign requested address")
        || reason.contains("Address family not supported")
        || reason.contains("Protocol family")
        || reason.contains("Unsupported address type");
  }

  /** Whether something listens at the address. */
  static boolean isInUse(Throwable cause) {
    String reason = systemReason(cause);
    return reason.contains("already in use") || reason.contains("another server listens there");
  }

  /** For a host name that has another address. */
  void logNextIsTried() {
    log.warn("Not listening on {}: {}; trying the next address of its name", spec, reason);
  }

  void logSkipped() {
    log.warn("Not listening on {}, which is optional: {}", spec, reason);
  }

  ListenException toException() {
    return cause instanceof ListenException whole
        ? whole
        : new ListenException("cannot listen on " + spec + ": " + reason + advice(), cause);
  }

  private String advice() {
    if (!(spec instanceof ListenerSpec.Tcp tcp)) {
      return "";
    }
    if (reason.contains("already in use")) {
      return ". Stop what listens there, or choose another port, for example: port "
          + (tcp.port() == 6379 ? 6380 : 6379);
    }
    if (reason.contains("Permission denied")) {
      return ". Ports below 1024 are the system's: start with the right to bind them"
          + " (CAP_NET_BIND_SERVICE), or choose another, for example: port 6379";
    }
    if (isMissingAddress()) {
      return ". This machine has no such address: take it out of bind, or write -"
          + tcp.address().getHostAddress()
          + " if it may be missing";
    }
    return "";
  }

  // Netty's text is "bind(..) failed with error(-98): Address already in use".
  private static String systemReason(Throwable cause) {
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    int end = message.lastIndexOf("): ");
    return end < 0 ? message : message.substring(end + 3);
  }
}
