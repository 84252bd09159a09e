package io.ostiary.store;

import io.ostiary.resp.ArgumentException;

/** Ends of life: moments in milliseconds since the epoch, or {@link #NEVER}. */
final class Deadline {

  /** No end. Not a moment that an entry could have: one so long ago is never entered. */
  static final long NEVER = -1;

  private Deadline() {}

  /**
   * The moment that lies so many units after another.
   *
   * @param command named in the error
   * @throws ArgumentException when no 64-bit number of milliseconds says it
   */
  static long after(long startMillis, long amount, long unitMillis, String command) {
    try {
      return Math.addExact(startMillis, Math.multiplyExact(amount, unitMillis));
    } catch (ArithmeticException e) {
      throw invalid(command);
    }
  }

  /** What a client reads that gave a time which cannot be. */
  static ArgumentException invalid(String command) {
    return new ArgumentException("ERR invalid expire time in '" + command + "' command");
  }
}
