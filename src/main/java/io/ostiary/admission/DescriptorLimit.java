package io.ostiary.admission;

import com.sun.management.UnixOperatingSystemMXBean;
import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.SettingException;
import io.ostiary.settings.Settings;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many clients the open-file limit has room for. A JVM raises its own soft limit to the hard
 * one when it starts, so the hard limit is what an operator has to raise.
 *
 * @param limit how many descriptors the process may have open
 * @param reserved how many of them clients cannot have: those open now, room for files and timers
 *     that come later, the listening sockets, and the connections that linger after a refusal
 */
public record DescriptorLimit(long limit, long reserved) {

  private static final Logger log = LoggerFactory.getLogger(DescriptorLimit.class);

  /** What may be opened later for something else than a client: jars, logs, resolvers, epoll. */
  private static final int HEADROOM = 32;

  /** Of the limit, the share kept for connections that are being refused, and its bounds. */
  private static final int LINGER_SHARE = 8;

  private static final int FEWEST_LINGERING = 8;
  private static final int MOST_LINGERING = 1024;

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
    return new DescriptorLimit(limit, open + listening + HEADROOM + lingering(limit));
  }

  /** How many refused connections may linger at once. */
  public int lingering() {
    return lingering(limit);
  }

  /** How many clients there is room for, 0 if for none. */
  public int clients() {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(0, limit - reserved));
  }

  /** The lowest limit that would have room for so many clients. */
  public long limitFor(int clients) {
    long others = reserved - lingering(limit) + clients;
    // The share is rounded down, so of what remains after it, one in seven is to be added.
    long withShare = others + (others - 1) / (LINGER_SHARE - 1);
    return Math.max(others + FEWEST_LINGERING, Math.min(others + MOST_LINGERING, withShare));
  }

  /**
   * Lowers {@code maxclients} to what there is room for: connections beyond that would wait
   * unanswered.
   *
   * @throws ConfigurationException if there is room for none
   */
  public Settings lowered(Settings loaded) {
    int wanted = loaded.get(Directives.MAXCLIENTS);
    int possible = clients();
    if (possible >= wanted) {
      return loaded;
    }
    if (possible == 0) {
      throw new ConfigurationException(
          "the open-file limit of "
              + limit
              + " leaves no room for a single client: the server itself needs "
              + reserved
              + ". Raise it before the start, for example: ulimit -n "
              + limitFor(wanted));
    }
    log.warn(
        "maxclients is lowered from {} to {}: the open-file limit is {}, and the server itself"
            + " needs {}. To have all places, raise the limit before the start, for example:"
            + " ulimit -n {}",
        wanted,
        possible,
        limit,
        reserved,
        limitFor(wanted));
    return loaded.with(Directives.MAXCLIENTS, possible);
  }

  /** Refuses a {@code CONFIG SET maxclients} that there is no room for. */
  public void follow(LiveSettings settings) {
    settings.check(
        Directives.MAXCLIENTS,
        next -> {
          if (next.get(Directives.MAXCLIENTS) > clients()) {
            throw new SettingException(
                "maxclients",
                "The operating system is not able to handle the specified number of clients, try"
                    + " with "
                    + clients());
          }
        });
  }

  private static int lingering(long limit) {
    return (int) Math.max(FEWEST_LINGERING, Math.min(MOST_LINGERING, limit / LINGER_SHARE));
  }
}
