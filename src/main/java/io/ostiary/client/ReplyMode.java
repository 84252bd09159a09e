package io.ostiary.client;

/** Which replies a client wants, as {@code CLIENT REPLY} sets it. */
public enum ReplyMode {
  ON,
  OFF,
  /** The reply to the next command is left out, then replies go on. */
  SKIP_NEXT,
  /** The command that runs now is the one whose reply is left out. */
  SKIP;

  /** The mode for the command that comes next. */
  public ReplyMode next() {
    return switch (this) {
      case SKIP_NEXT -> SKIP;
      case SKIP -> ON;
      default -> this;
    };
  }

  /** Whether the command that runs now is answered. */
  public boolean answers() {
    return this == ON || this == SKIP_NEXT;
  }
}
