package io.ostiary.admission;

import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import java.util.function.BooleanSupplier;

/**
 * Refuses peers on other machines while {@code protected-mode} is on and no login is required: a
 * server that was never secured must not be open to the network. What {@code bind} says does not
 * count, as an address that is private today may be reachable tomorrow.
 */
public final class ProtectedModeRule implements AdmissionRule {

  private static final Verdict DENIED =
      Verdict.refuse(
          "DENIED Ostiary is in protected mode: no password is set, so only clients on the"
              + " server's own machine may connect. Choose one way out: 1) connect from the"
              + " loopback interface of the server; 2) set a password, with 'CONFIG SET"
              + " requirepass <password>' from the server's own machine or with the requirepass"
              + " directive in its configuration; 3) if nobody you distrust can reach the port,"
              + " turn protection off with 'CONFIG SET protected-mode no' or the protected-mode"
              + " directive.");

  private final LiveSettings settings;
  private final BooleanSupplier loginRequired;

  /**
   * Judges by the setting in force.
   *
   * @param loginRequired whether a client that connects now has to log in
   */
  public ProtectedModeRule(LiveSettings settings, BooleanSupplier loginRequired) {
    this.settings = settings;
    this.loginRequired = loginRequired;
  }

  @Override
  public String name() {
    return Directives.PROTECTED_MODE.name();
  }

  @Override
  public Verdict judge(Arrival arrival) {
    boolean denied =
        !arrival.address().isLocal()
            && settings.now().get(Directives.PROTECTED_MODE)
            && !loginRequired.getAsBoolean();
    return denied ? DENIED : Verdict.admit();
  }
}
