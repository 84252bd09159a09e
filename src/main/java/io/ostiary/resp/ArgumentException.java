package io.ostiary.resp;

/**
 * An argument of a command is not what it must be. Its message is the error as the client reads it,
 * with its code: {@code ERR value is not an integer or out of range}.
 *
 * <p>A command's handler may throw it, or let it through; the client is answered with the message.
 * It is an answer and not a fault, so it carries no stack trace.
 */
public final class ArgumentException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Reply reply;

  /**
   * An answer of {@code message}, which begins with the error's code and holds no line break.
   *
   * @throws IllegalArgumentException if it is blank: a client could not read it
   */
  public ArgumentException(String message) {
    super(message, null, false, false);
    if (message.isBlank()) {
      throw new IllegalArgumentException("an error needs a text, for example: ERR no such thing");
    }
    this.reply = Reply.error(message);
  }

  ArgumentException(ErrorReply reply) {
    super(reply.text(), null, false, false);
    this.reply = reply;
  }

  /** Words that a command does not take: {@link Reply#SYNTAX_ERROR}. */
  public static ArgumentException syntaxError() {
    return new ArgumentException(ErrorReply.SYNTAX);
  }

  /** The answer, byte for byte. */
  public Reply reply() {
    return reply;
  }
}
