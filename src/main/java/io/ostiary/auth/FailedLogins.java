package io.ostiary.auth;

import io.ostiary.net.AddressTable;
import io.ostiary.net.Cidr;
import io.ostiary.net.PeerAddress;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Which addresses have given wrong passwords of late: how long their next answer waits ({@code
 * auth-failure-delay}), and whether they are shut out ({@code auth-failure-limit}). Peers on unix
 * sockets have no address and are never held up. Shared by all event loops and safe.
 */
final class FailedLogins {

  /** No login waits longer for its turn: it is refused unjudged. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /** What {@link #turn} answers where the wait would be longer. */
  static final long TOO_LONG = -1;

  private static final long MOST_NANOS = LONGEST_WAIT.toNanos();

  private final LiveSettings settings;
  private final LongSupplier nanoTime;

  // Of each address, when its next answer may leave.
  private final AddressTable turns = new AddressTable(AddressTable.USUAL_ENTRIES);

  // Of each address, how often it failed, and until when that counts.
  private final AddressTable failures = new AddressTable(AddressTable.USUAL_ENTRIES);

  FailedLogins(LiveSettings settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  /**
   * How long a login of this address waits before it is judged, in nanoseconds. One that waits has
   * its turn for itself: the next one comes a delay later, however many connections try at once.
   */
  long turn(PeerAddress address) {
    long delay = delayNanos();
    Optional<Cidr> network = network(address);
    if (delay == 0 || network.isEmpty()) {
      return 0;
    }
    long now = nanoTime.getAsLong();
    return turns.find(
        network.get(),
        now,
        0,
        entry -> {
          long wait = entry.untilNanos() - now;
          if (wait > MOST_NANOS) {
            return TOO_LONG;
          }
          entry.set(entry.untilNanos() + delay, 0);
          return wait;
        });
  }

  /**
   * A login of this address failed.
   *
   * @param waited whether it had a turn of its own
   * @return how long its answer waits, in nanoseconds: others may have failed while it was judged
   */
  long failed(PeerAddress address, boolean waited) {
    Optional<Cidr> network = network(address);
    if (network.isEmpty()) {
      return 0;
    }
    long now = nanoTime.getAsLong();
    if (limit() > 0) {
      long until = now + settings.now().get(Directives.AUTH_FAILURE_WINDOW).toNanos();
      failures.update(network.get(), now, entry -> counted(entry, until));
    }
    long delay = delayNanos();
    if (delay == 0 || waited) {
      return 0;
    }
    return turns.update(
        network.get(),
        now,
        entry -> {
          long wait = entry.untilNanos() - now;
          entry.set(entry.untilNanos() + delay, 0);
          return Math.min(wait, MOST_NANOS);
        });
  }

  private static long counted(AddressTable.Entry entry, long untilNanos) {
    entry.set(untilNanos, entry.count() + 1);
    return entry.count();
  }

  /** Whether this address has failed too often of late. */
  boolean isShutOut(PeerAddress address) {
    int limit = limit();
    if (limit == 0) {
      return false;
    }
    Optional<Cidr> network = network(address);
    return network.isPresent()
        && failures.find(network.get(), nanoTime.getAsLong(), 0, AddressTable.Entry::count)
            >= limit;
  }

  private int limit() {
    return settings.now().get(Directives.AUTH_FAILURE_LIMIT);
  }

  private long delayNanos() {
    return TimeUnit.MILLISECONDS.toNanos(
        settings.now().get(Directives.AUTH_FAILURE_DELAY).toMillis());
  }

  private Optional<Cidr> network(PeerAddress address) {
    Settings now = settings.now();
    return Cidr.counted(address, now.get(Directives.ADDRESS_PREFIX_LENGTH_V6));
  }

  /** How often an address had to go on from what another one had; see {@link AddressTable}. */
  long takeovers() {
    return turns.takeovers() + failures.takeovers();
  }
}
