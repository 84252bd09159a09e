package io.ostiary.admission;

import io.ostiary.net.CidrSet;
import io.ostiary.net.PeerAddress;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;

/**
 * Refuses peers in the networks of {@code deny-from}; one whose address the system cannot tell any
 * more may be in them. A unix socket has no address.
 */
public final class DenyFromRule implements AdmissionRule {

  private static final Verdict DENIED =
      Verdict.refuse("DENIED connections from your address are refused (deny-from)");

  private final LiveSettings settings;

  /** Judges by the setting in force. */
  public DenyFromRule(LiveSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return Directives.DENY_FROM.name();
  }

  @Override
  public Verdict judge(Arrival arrival) {
    CidrSet networks = settings.now().get(Directives.DENY_FROM);
    PeerAddress address = arrival.address();
    boolean denied =
        !networks.isEmpty()
            && (networks.contains(address) || address.equals(PeerAddress.unknown()));
    return denied ? DENIED : Verdict.admit();
  }
}
