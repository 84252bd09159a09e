package io.ostiary.admission;

import io.ostiary.net.AddressTable;
import io.ostiary.net.Cidr;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Refuses connections of one address beyond {@code max-connection-rate-per-address}. An address is
 * remembered until it may have its whole burst again.
 */
public final class AddressRateRule implements AdmissionRule {

  private static final Verdict TOO_FAST =
      Verdict.refuse(
          "ERR too many connections from your address, try later"
              + " (max-connection-rate-per-address)");

  private final LiveSettings settings;
  private final LongSupplier nanoTime;

  /** A rate, and what addresses have used of it. */
  private record Limit(TokenBucket bucket, AddressTable addresses) {}

  private volatile Limit limit; // null: no rate is set

  /** Judges by the settings in force. */
  public AddressRateRule(LiveSettings settings) {
    this(settings, System::nanoTime);
  }

  /** With this clock instead of {@link System#nanoTime}. */
  AddressRateRule(LiveSettings settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.nanoTime = nanoTime;
    follow(settings.now());
    settings.onChange(Directives.MAX_CONNECTION_RATE_PER_ADDRESS, this::follow);
    settings.onChange(Directives.MAX_CONNECTION_RATE_PER_ADDRESS_BURST, this::follow);
  }

  private void follow(Settings now) {
    int perSecond = now.get(Directives.MAX_CONNECTION_RATE_PER_ADDRESS);
    Limit before = limit;
    limit =
        perSecond == 0
            ? null
            : new Limit(
                TokenBucket.of(
                    perSecond, now.get(Directives.MAX_CONNECTION_RATE_PER_ADDRESS_BURST)),
                before == null ? new AddressTable(AddressTable.USUAL_ENTRIES) : before.addresses());
  }

  @Override
  public String name() {
    return Directives.MAX_CONNECTION_RATE_PER_ADDRESS.name();
  }

  @Override
  public Verdict judge(Arrival arrival) {
    Limit rate = limit;
    if (rate == null) {
      return Verdict.admit();
    }
    Optional<Cidr> network = Standing.network(arrival.address(), settings.now());
    boolean admitted = network.isEmpty() || takesToken(rate, network.get());
    return admitted ? Verdict.admit() : TOO_FAST;
  }

  private boolean takesToken(Limit rate, Cidr network) {
    long now = nanoTime.getAsLong();
    long taken = rate.addresses().update(network, now, entry -> takeToken(rate, entry, now));
    return taken == 1;
  }

  private static long takeToken(Limit rate, AddressTable.Entry entry, long now) {
    long full = rate.bucket().bounded(entry.untilNanos(), now);
    boolean has = rate.bucket().hasToken(full, now);
    entry.set(has ? rate.bucket().withoutToken(full, now) : full, 0);
    return has ? 1 : 0;
  }

  /** How often an address had to share what another one had left; see {@link AddressTable}. */
  public long takeovers() {
    Limit rate = limit;
    return rate == null ? 0 : rate.addresses().takeovers();
  }
}
