package io.ostiary.admission;

import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Refuses connections beyond {@code max-connection-rate}, of all peers together. Those of higher
 * standing neither wait for others nor use up what they have.
 */
public final class ConnectionRateRule implements AdmissionRule {

  private static final Verdict TOO_FAST =
      Verdict.refuse("ERR too many connections at once, try later (max-connection-rate)");

  private final LiveSettings settings;
  private final LongSupplier nanoTime;
  private final AtomicLong fullNanos;
  private volatile TokenBucket bucket; // null: no rate is set

  /** Judges by the settings in force. */
  public ConnectionRateRule(LiveSettings settings) {
    this(settings, System::nanoTime);
  }

  /** With this clock instead of {@link System#nanoTime}. */
  ConnectionRateRule(LiveSettings settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.fullNanos = new AtomicLong(nanoTime.getAsLong());
    follow(settings.now());
    settings.onChange(Directives.MAX_CONNECTION_RATE, this::follow);
    settings.onChange(Directives.MAX_CONNECTION_RATE_BURST, this::follow);
  }

  private void follow(Settings now) {
    int perSecond = now.get(Directives.MAX_CONNECTION_RATE);
    bucket =
        perSecond == 0
            ? null
            : TokenBucket.of(perSecond, now.get(Directives.MAX_CONNECTION_RATE_BURST));
  }

  @Override
  public String name() {
    return Directives.MAX_CONNECTION_RATE.name();
  }

  @Override
  public Verdict judge(Arrival arrival) {
    TokenBucket rate = bucket;
    boolean admitted = rate == null || Standing.isHigh(arrival, settings.now()) || takesToken(rate);
    return admitted ? Verdict.admit() : TOO_FAST;
  }

  private boolean takesToken(TokenBucket rate) {
    while (true) {
      long now = nanoTime.getAsLong();
      long full = fullNanos.get();
      long bounded = rate.bounded(full, now);
      boolean has = rate.hasToken(bounded, now);
      if (fullNanos.compareAndSet(full, has ? rate.withoutToken(bounded, now) : bounded)) {
        return has;
      }
    }
  }
}
