package io.ostiary.admission;

import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;

/**
 * Refuses peers on other machines while {@code protected-mode} is on and no password is in force: a
 * server somebody forgot to secure must not be open to the network. What {@code bind} says does not
 * count, as an address that is private today may be reachable tomorrow.
 */
final class ProtectedModeRule implements AdmissionRule {

  private static final Verdict DENIED =
      new Verdict.Refused(
          "DENIED Ostiary is in protected mode: no password is set, so only clients on the"
              + " server's own machine may connect. Choose one way out: 1) connect from the"
              + " loopback interface of the server; 2) set a password, with 'CONFIG SET"
              + " requirepass <password>' from the server's own machine or with the requirepass"
              + " directive in its configuration; 3) if nobody you distrust can reach the port,"
              + " turn protection off with 'CONFIG SET protected-mode no' or the protected-mode"
              + " directive.");

  private final LiveSettings settings;

  ProtectedModeRule(LiveSettings settings) {
    this.settings = settings;
  }

  @Override
  public Verdict judge(Arrival arrival) {
    if (arrival.address().isLocal()) {
      return Verdict.Admitted.FREELY;
    }
    Settings now = settings.now();
    boolean unsecured =
        now.get(Directives.PROTECTED_MODE) && now.get(Directives.REQUIREPASS).isEmpty();
    return unsecured ? DENIED : Verdict.Admitted.FREELY;
  }
}
