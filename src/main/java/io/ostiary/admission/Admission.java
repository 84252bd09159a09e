package io.ostiary.admission;

import io.ostiary.settings.LiveSettings;
import java.util.List;

/**
 * The door: asks every rule in order and stops at the first that refuses. Shared by all event loops
 * and safe; a decision takes no lock.
 */
public final class Admission {

  private final MaxClientsRule maxClients;
  private final List<AdmissionRule> rules;

  /** The rules in the order in which Redis asks them: the number first, then the address. */
  public Admission(LiveSettings settings) {
    maxClients = new MaxClientsRule(settings);
    rules = List.of(maxClients, new ProtectedModeRule(settings));
  }

  /** Judges one arrival; what an admitted one took is in the verdict's permit. */
  public Verdict judge(Arrival arrival) {
    Verdict.Admitted soFar = Verdict.Admitted.FREELY;
    for (AdmissionRule rule : rules) {
      Verdict verdict = rule.judge(arrival);
      if (verdict instanceof Verdict.Admitted admitted) {
        soFar = soFar.and(admitted);
      } else {
        soFar.permit().release();
        return verdict;
      }
    }
    return soFar;
  }

  /** How many places are taken now. */
  public int taken() {
    return maxClients.taken();
  }
}
