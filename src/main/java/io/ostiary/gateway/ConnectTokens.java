package io.ostiary.gateway;

/**
 * Bounds how often all loops together try again to connect: a bucket that refills steadily, so that
 * a server that comes back is not met by all at once. Safe from any thread.
 */
final class ConnectTokens {

  private static final int MOST = 20;
  private static final int A_SECOND = 20;

  private double left = MOST;
  private long filledMillis;

  /** Takes a token, if there is one. */
  synchronized boolean take(long nowMillis) {
    if (nowMillis > filledMillis) {
      double refilled = left + (nowMillis - filledMillis) * A_SECOND / 1000.0;
      left = Math.min(MOST, refilled);
      filledMillis = nowMillis;
    }
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
