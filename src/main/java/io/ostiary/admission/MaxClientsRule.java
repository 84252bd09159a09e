package io.ostiary.admission;

import io.ostiary.client.ClientTable;
import io.ostiary.client.Places;
import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.MaxclientsFull;
import io.ostiary.settings.SettingException;
import io.ostiary.settings.Settings;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Refuses a connection while {@code maxclients} places of the client table are taken; some of them
 * may be kept for peers of higher standing ({@code maxclients-reserved}), for whom a client that is
 * idle may have to go ({@code maxclients-full evict-idle}).
 */
public final class MaxClientsRule implements AdmissionRule {

  private static final Verdict FULL = Verdict.refuse("ERR max number of clients reached");

  private final ClientTable clients;
  private final Places places;
  private final LiveSettings settings;
  private final Runnable releaseOrdinary;
  private final Runnable releaseHigh;

  /** As many as may be in, of all peers and of ordinary ones, and what happens beyond. */
  private record Limits(int most, int mostOrdinary, MaxclientsFull beyond) {

    static Limits of(Settings now) {
      int most = now.get(Directives.MAXCLIENTS);
      return new Limits(
          most,
          Math.max(0, most - now.get(Directives.MAXCLIENTS_RESERVED)),
          now.get(Directives.MAXCLIENTS_FULL));
    }
  }

  // Not read from the settings: who is woken by a change must see it.
  private volatile Limits limits;

  /**
   * Takes the places of this table.
   *
   * @throws ConfigurationException if more places are kept than there are
   */
  public MaxClientsRule(ClientTable clients, LiveSettings settings) {
    this.clients = clients;
    this.places = clients.places();
    this.settings = settings;
    this.releaseOrdinary = () -> places.release(false);
    this.releaseHigh = () -> places.release(true);
    this.limits = Limits.of(settings.now());
    try {
      check(settings.now());
    } catch (SettingException e) {
      throw new ConfigurationException(
          "bad configuration: " + e.directive() + ": " + e.getMessage());
    }
    settings.check(Directives.MAXCLIENTS, MaxClientsRule::check);
    settings.check(Directives.MAXCLIENTS_RESERVED, MaxClientsRule::check);
    Consumer<Settings> follow = this::follow;
    settings.onChange(Directives.MAXCLIENTS, follow);
    settings.onChange(Directives.MAXCLIENTS_RESERVED, follow);
    settings.onChange(Directives.MAXCLIENTS_FULL, follow);
  }

  private static void check(Settings next) {
    int reserved = next.get(Directives.MAXCLIENTS_RESERVED);
    int most = next.get(Directives.MAXCLIENTS);
    if (reserved >= most) {
      throw new SettingException(
          Directives.MAXCLIENTS_RESERVED.name(),
          "maxclients-reserved ("
              + reserved
              + ") must be less than maxclients ("
              + most
              + "), or nobody else could come in");
    }
  }

  private void follow(Settings now) {
    limits = Limits.of(now);
    places.wake();
  }

  @Override
  public String name() {
    return Directives.MAXCLIENTS.name();
  }

  @Override
  public Verdict judge(Arrival arrival) {
    boolean high = Standing.isHigh(arrival, settings.now());
    Limits now = limits;
    boolean admitted =
        places.take(high, now.most(), now.mostOrdinary())
            || (high && evictsFor(now) && clients.evictLongestIdle());
    return admitted ? Verdict.admit(permit(high)) : FULL;
  }

  /**
   * Whether a client may have to go for this arrival: it is judged last then, so that nobody goes
   * for one whom another rule refuses.
   */
  boolean mayEvictFor(Arrival arrival) {
    Limits now = limits;
    return now.beyond() == MaxclientsFull.EVICT_IDLE
        && places.size() >= now.most()
        && Standing.isHigh(arrival, settings.now());
  }

  /** With fewer places than clients, one that goes leaves no room for another. */
  private boolean evictsFor(Limits now) {
    return now.beyond() == MaxclientsFull.EVICT_IDLE && places.size() <= now.most();
  }

  private Permit permit(boolean high) {
    return high ? Permit.ofHigherStanding(releaseHigh) : Permit.of(releaseOrdinary);
  }

  /** Whether newcomers that find no place are to wait in the kernel's queue. */
  public boolean letsWait() {
    return limits.beyond() == MaxclientsFull.WAIT;
  }

  /**
   * Takes a place for a connection that is not accepted yet, or has an action run when there may be
   * room. {@link Admission#judge(Arrival, AdmissionRule, Permit)} takes the permit.
   *
   * @param whenRoom runs once, on any thread
   * @return empty if there is no room
   */
  public Optional<Permit> takeEarly(boolean high, Runnable whenRoom) {
    if (!take(high)) {
      places.await(whenRoom);
      if (!take(high)) {
        return Optional.empty();
      }
      places.forget(whenRoom);
    }
    return Optional.of(permit(high));
  }

  private boolean take(boolean high) {
    Limits now = limits;
    return places.take(high, now.most(), now.mostOrdinary());
  }
}
