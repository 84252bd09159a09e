package io.ostiary.admission;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many clients the open-file limit has room for. A JVM raises its own soft limit to the hard
 * one when it starts, so the hard limit is what an operator has to raise.
 *
 * @param limit how many descriptors the process may have open
 * @param reserved how many of them clients cannot have: those open now, room for files and timers
 *     that come later, the listening sockets, and the connections that are drained after a refusal
 */
public record DescriptorLimit(long limit, long reserved) {

  /** What may be opened later for something else than a client: jars, logs, resolvers, epoll. */
  private static final int HEADROOM = 32;

  /** Of the limit, the share kept for connections that are being refused, and its bounds. */
  private static final int DRAIN_SHARE = 8;

  private static final int FEWEST_DRAINS = 8;
  private static final int MOST_DRAINS = 1024;

  /**
   * What the process has now. Where the system does not tell, there is no limit.
   *
   * @param listening how many listening sockets are still to be opened
   */
  public static DescriptorLimit ofThisProcess(long listening) {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      return of(unix.getMaxFileDescriptorCount(), unix.getOpenFileDescriptorCount(), listening);
    }
    return new DescriptorLimit(Long.MAX_VALUE, 0);
  }

  /** What a process has that has so many open and will listen on so many more. */
  static DescriptorLimit of(long limit, long open, long listening) {
    return new DescriptorLimit(limit, open + listening + HEADROOM + drains(limit));
  }

  /** How many refused connections may be drained at once. */
  public int drains() {
    return drains(limit);
  }

  /** How many clients there is room for, 0 if for none. */
  public int clients() {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(0, limit - reserved));
  }

  /** The lowest limit that would have room for so many clients. */
  public long limitFor(int clients) {
    long others = reserved - drains(limit) + clients;
    // The share is rounded down, so of what remains after it, one in seven is to be added.
    long withShare = others + (others - 1) / (DRAIN_SHARE - 1);
    return Math.max(others + FEWEST_DRAINS, Math.min(others + MOST_DRAINS, withShare));
  }

  private static int drains(long limit) {
    return (int) Math.max(FEWEST_DRAINS, Math.min(MOST_DRAINS, limit / DRAIN_SHARE));
  }
}
