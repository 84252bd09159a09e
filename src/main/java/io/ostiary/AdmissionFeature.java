package io.ostiary;

import io.ostiary.admission.AddressRateRule;
import io.ostiary.admission.Admission;
import io.ostiary.admission.AdmissionRule;
import io.ostiary.admission.AllowFromRule;
import io.ostiary.admission.Arrival;
import io.ostiary.admission.AuthFailureRule;
import io.ostiary.admission.ClientsPerAddressRule;
import io.ostiary.admission.ConnectionRateRule;
import io.ostiary.admission.DenyFromRule;
import io.ostiary.admission.ListenerClientsRule;
import io.ostiary.admission.MaxClientsRule;
import io.ostiary.admission.Permit;
import io.ostiary.admission.ProtectedModeRule;
import io.ostiary.admission.Refusals;
import io.ostiary.admission.Verdict;
import io.ostiary.auth.LoginGuard;
import io.ostiary.auth.LoginTimeout;
import io.ostiary.client.Client;
import io.ostiary.client.ClientTable;
import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.client.Departures;
import io.ostiary.command.Feature;
import io.ostiary.command.InfoLines;
import io.ostiary.command.InfoSection;
import io.ostiary.command.Logins;
import io.ostiary.listen.ListenerSpec;
import io.ostiary.settings.LiveSettings;
import io.ostiary.stats.Rate;
import io.ostiary.stats.Stats;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Admission with its rules in their order, and what INFO shows of those who were refused and those
 * who have left. Shared by all event loops and safe.
 */
final class AdmissionFeature implements Feature {

  private final Admission admission;
  private final AddressRateRule addressRate;
  private final MaxClientsRule places;
  private final LoginGuard logins;
  private final LoginTimeout loginTimeout;
  private final ClientTable clients;
  private final Departures departures = new Departures();
  private final Stats stats;
  private final Rate arrivals = new Rate();
  private final Rate refused = new Rate();
  private final Rate left = new Rate();

  /**
   * With the built-in rules, and behind them those of a program.
   *
   * @param logins tells whether a client that connects now has to log in
   * @param guard knows whose logins fail
   * @throws io.ostiary.settings.ConfigurationException if the settings contradict each other
   */
  AdmissionFeature(
      LiveSettings settings,
      ClientTable clients,
      Logins logins,
      LoginGuard guard,
      List<AdmissionRule> more,
      Stats stats) {
    this.stats = stats;
    this.logins = guard;
    this.loginTimeout = new LoginTimeout(logins::isRequired);
    this.clients = clients;
    places = new MaxClientsRule(clients, settings);
    addressRate = new AddressRateRule(settings);
    // The number before protected mode, as Redis has it. An address that is too fast takes nothing
    // from the rate that all share.
    List<AdmissionRule> rules = new ArrayList<>();
    rules.add(new DenyFromRule(settings));
    rules.add(new AllowFromRule(settings));
    rules.add(new AuthFailureRule(guard::isShutOut));
    rules.add(addressRate);
    rules.add(new ConnectionRateRule(settings));
    rules.add(new ClientsPerAddressRule(settings));
    rules.add(places);
    rules.add(new ListenerClientsRule());
    rules.add(new ProtectedModeRule(settings, logins::isRequired));
    rules.addAll(more);
    admission = new Admission(rules, ProxyProtocol.refusals());
    stats.onReset(this::reset);
  }

  /** It, and the features of logins that belong to it. */
  List<Feature> all() {
    return List.of(this, logins, loginTimeout);
  }

  /** Which clients should have logged in by now. */
  LoginTimeout loginTimeout() {
    return loginTimeout;
  }

  /** What was refused so far. */
  Refusals refusals() {
    return admission.refusals();
  }

  /** The gate of a listener, which takes places before it accepts where newcomers are to wait. */
  PlaceGate gate(ListenerSpec spec) {
    return new PlaceGate(places, spec);
  }

  /** Judges an arrival, which may have its place already. */
  Verdict judge(Arrival arrival, Optional<Permit> place) {
    return place.isPresent()
        ? admission.judge(arrival, places, place.get())
        : admission.judge(arrival);
  }

  /** Counts and tells of one who was refused before the rules could judge. */
  void refused(String name, Arrival arrival, String reason) {
    admission.refused(name, arrival, reason);
  }

  Departures departures() {
    return departures;
  }

  private void reset() {
    admission.refusals().reset();
    departures.reset();
    arrivals.reset();
    refused.reset();
    left.reset();
  }

  /** Called a few times a second by one thread. */
  void tick(long nowMillis) {
    admission.refusals().tick();
    logins.tick();
    arrivals.sample(stats.connectionsReceived(), nowMillis);
    refused.sample(admission.refusals().total(), nowMillis);
    left.sample(departures.total(), nowMillis);
  }

  @Override
  public List<InfoSection> info() {
    return List.of(new InfoSection("Admission", this::lines));
  }

  private String lines() {
    InfoLines lines =
        new InfoLines()
            .add("instantaneous_admissions_per_sec", perSecond(arrivals))
            .add("instantaneous_refusals_per_sec", perSecond(refused))
            .add("instantaneous_departures_per_sec", perSecond(left))
            .add("clients_of_higher_standing", clients.size() - clients.places().ordinary())
            .add("listeners_waiting", clients.places().waiting())
            .add("address_rates_shared", addressRate.takeovers());
    admission
        .refusals()
        .counts()
        .forEach((rule, count) -> lines.add("refusals_" + field(rule), count));
    departures
        .counts()
        .forEach((reason, count) -> lines.add("departures_" + field(reason.word()), count));
    return lines.toString();
  }

  private static long perSecond(Rate rate) {
    return Math.round(rate.perSecond());
  }

  private static String field(String word) {
    return word.replace('-', '_');
  }

  @Override
  public void left(Client client, CloseReason reason) {
    departures.add((ConnectedClient) client, System.currentTimeMillis());
  }
}
