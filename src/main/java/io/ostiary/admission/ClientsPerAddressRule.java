package io.ostiary.admission;

import io.ostiary.client.PlacesByKey;
import io.ostiary.net.Cidr;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;
import java.util.Optional;

/**
 * Refuses a connection of an address that has {@code maxclients-per-address} clients. Clients that
 * came before the limit was set are not counted.
 */
public final class ClientsPerAddressRule implements AdmissionRule {

  private static final Verdict TOO_MANY =
      Verdict.refuse(
          "ERR max number of clients from your address reached (maxclients-per-address)");

  private final LiveSettings settings;
  private final PlacesByKey<Cidr> places = new PlacesByKey<>();

  /** Judges by the settings in force. */
  public ClientsPerAddressRule(LiveSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return Directives.MAXCLIENTS_PER_ADDRESS.name();
  }

  @Override
  public Verdict judge(Arrival arrival) {
    Settings now = settings.now();
    int most = now.get(Directives.MAXCLIENTS_PER_ADDRESS);
    if (most == 0) {
      return Verdict.admit();
    }
    Optional<Cidr> network = Standing.network(arrival.address(), now);
    if (network.isEmpty()) {
      return Verdict.admit();
    }
    Cidr key = network.get();
    return places.take(key, most) ? Verdict.admit(Permit.of(() -> places.release(key))) : TOO_MANY;
  }
}
