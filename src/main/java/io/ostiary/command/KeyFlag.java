package io.ostiary.command;

import java.util.Locale;
import java.util.Set;

/** What a command does with its keys; the names are those COMMAND INFO shows. */
public enum KeyFlag {
  /** Reads only. */
  RO,
  /** Reads and writes. */
  RW,
  /** Writes over what was there. */
  OW,
  /** Removes. */
  RM,
  /** Tells what the key holds, and not just whether it is there or of which type. */
  ACCESS,
  UPDATE,
  INSERT,
  DELETE,
  /** It depends on the arguments. */
  VARIABLE_FLAGS;

  private static final int SHORT = 2;

  /** The flag as COMMAND INFO shows it. */
  public String text() {
    return name().length() == SHORT ? name() : name().toLowerCase(Locale.ROOT);
  }

  /** Whether these flags tell of reading. */
  static boolean reads(Set<KeyFlag> flags) {
    return flags.contains(ACCESS);
  }

  /** Whether these flags tell of changing. */
  static boolean writes(Set<KeyFlag> flags) {
    return flags.contains(UPDATE) || flags.contains(INSERT) || flags.contains(DELETE);
  }
}
