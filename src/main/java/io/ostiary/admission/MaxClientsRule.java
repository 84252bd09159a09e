package io.ostiary.admission;

import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import java.util.concurrent.atomic.AtomicInteger;

/** Refuses a connection while {@code maxclients} others are in. */
final class MaxClientsRule implements AdmissionRule {

  private static final Verdict FULL = new Verdict.Refused("ERR max number of clients reached");

  private final LiveSettings settings;
  private final AtomicInteger taken = new AtomicInteger();

  MaxClientsRule(LiveSettings settings) {
    this.settings = settings;
  }

  @Override
  public Verdict judge(Arrival arrival) {
    int max = settings.now().get(Directives.MAXCLIENTS);
    // One atomic step: look-then-take would let two event loops both have the last place.
    int before = taken.getAndUpdate(open -> open < max ? open + 1 : open);
    if (before >= max) {
      return FULL;
    }
    return new Verdict.Admitted(new Permit(taken::decrementAndGet));
  }

  int taken() {
    return taken.get();
  }
}
