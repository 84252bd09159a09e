package io.ostiary.admission;

import io.ostiary.net.CidrSet;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;

/**
 * Refuses peers outside the networks of {@code allow-from}, if any are named. A unix socket has no
 * address, and passes.
 */
public final class AllowFromRule implements AdmissionRule {

  private static final Verdict DENIED =
      Verdict.refuse("DENIED connections are admitted from other addresses only (allow-from)");

  private final LiveSettings settings;

  /** Judges by the setting in force. */
  public AllowFromRule(LiveSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return Directives.ALLOW_FROM.name();
  }

  @Override
  public Verdict judge(Arrival arrival) {
    CidrSet networks = settings.now().get(Directives.ALLOW_FROM);
    boolean allowed =
        networks.isEmpty() || networks.contains(arrival.address()) || arrival.address().isUnix();
    return allowed ? Verdict.admit() : DENIED;
  }
}
