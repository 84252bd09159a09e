package io.ostiary.stats;

import java.util.Arrays;

/**
 * How fast a counter grows: the mean over the last samples. Safe from any thread; sampled a few
 * times a second, so a lock is cheap enough.
 */
public final class Rate {

  private static final int SAMPLES = 16;

  private final double[] perSecond = new double[SAMPLES];
  private int next;
  private long lastTotal;
  private long lastMillis;

  /** Takes a sample: the counter has this value now. */
  public synchronized void sample(long total, long nowMillis) {
    if (lastMillis != 0 && nowMillis > lastMillis) {
      // A counter that was reset between two samples has not run backwards: it begins anew.
      long grown = Math.max(0, total - lastTotal);
      perSecond[next] = grown * 1000.0 / (nowMillis - lastMillis);
      next = (next + 1) % SAMPLES;
    }
    lastTotal = total;
    lastMillis = nowMillis;
  }

  /** The mean growth over the last samples. */
  public synchronized double perSecond() {
    double sum = 0;
    for (double sample : perSecond) {
      sum += sample;
    }
    return sum / SAMPLES;
  }

  /** Begins anew. */
  public synchronized void reset() {
    Arrays.fill(perSecond, 0);
    lastTotal = 0;
    lastMillis = 0;
  }
}
