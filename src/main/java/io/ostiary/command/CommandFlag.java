package io.ostiary.command;

import java.util.Locale;

/** What is true of a command; the names are those COMMAND INFO shows. */
public enum CommandFlag {
  WRITE,
  READONLY,
  DENYOOM,
  ADMIN,
  PUBSUB,
  NOSCRIPT,
  LOADING,
  STALE,
  FAST,
  /** May run before the client has given a password. */
  NO_AUTH,
  /** Changes what replicas would hear of, though it writes no key. Redis shows no flag for it. */
  MAY_REPLICATE,
  /** May run while the client has subscribed over RESP2. Redis has no flag for it. */
  WHILE_SUBSCRIBED;

  /** Whether COMMAND INFO shows it. */
  public boolean isShown() {
    return this != WHILE_SUBSCRIBED && this != MAY_REPLICATE;
  }

  /** The flag as COMMAND INFO shows it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
