package io.ostiary.resp;

import java.nio.charset.StandardCharsets;

/**
 * What the peer sent is not RESP, or passes a limit. Its message is what the peer reads after
 * {@code -ERR}: {@code Protocol error: invalid bulk length}. The connection cannot be understood
 * from here on: answer and close it.
 *
 * <p>It is the peer's fault, not ours, so it carries no stack trace.
 */
public final class ProtocolException extends Exception {

  private static final long serialVersionUID = 1L;

  ProtocolException(String message) {
    super("Protocol error: " + message, null, false, false);
  }

  /** A server has sent a reply to nothing. */
  public static ProtocolException unasked() {
    return new ProtocolException("a reply that was not asked for");
  }

  /** What the peer reads: a byte that the message shows is sent as it was received. */
  public Reply reply() {
    return Reply.error(("ERR " + getMessage()).getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A byte as a message shows it; the line break that it may be would break the reply's line. */
  static String shown(byte found) {
    char character = found == '\r' || found == '\n' ? ' ' : (char) (found & 0xff);
    return "'" + character + "'";
  }
}
