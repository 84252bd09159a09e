package io.ostiary.pause;

import io.ostiary.resp.ArgumentException;
import io.ostiary.resp.Request;
import java.time.Duration;

/** Reads how long something is to last. */
final class Timeout {

  private Timeout() {}

  /**
   * An argument in milliseconds.
   *
   * @throws ArgumentException when it is not a number, or negative
   */
  static Duration millis(Request request, int index) {
    long millis;
    try {
      millis = request.integer(index);
    } catch (ArgumentException e) {
      throw new ArgumentException("ERR timeout is not an integer or out of range");
    }
    if (millis < 0) {
      throw new ArgumentException("ERR timeout is negative");
    }
    return Duration.ofMillis(millis);
  }
}
