package io.ostiary.store;

import io.ostiary.resp.ArgumentException;

/** Expiry times: milliseconds since the epoch, or {@link #NEVER}. */
final class Deadline {

  /** No expiry. No entry has this time: it lies in the past. */
  static final long NEVER = -1;

  private Deadline() {}

  /**
   * The time that is so many units after another.
   *
   * @param command named in the error
   * @throws ArgumentException if it does not fit in 64 bits
   */
  static long after(long startMillis, long amount, long unitMillis, String command) {
    try {
      return Math.addExact(startMillis, Math.multiplyExact(amount, unitMillis));
    } catch (ArithmeticException e) {
      throw invalid(command);
    }
  }

  /** The error for a time out of range. */
  static ArgumentException invalid(String command) {
    return new ArgumentException("ERR invalid expire time in '" + command + "' command");
  }
}
