package io.ostiary.admission;

import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses a connection while {@code maxclients} others are in. */
final class MaxClientsRule implements AdmissionRule, Permit.Giver {

  private static final Logger log = LoggerFactory.getLogger(MaxClientsRule.class);

  private static final Verdict FULL = new Verdict.Refused("ERR max number of clients reached");

  private final LiveSettings settings;
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicBoolean full = new AtomicBoolean();

  MaxClientsRule(LiveSettings settings) {
    this.settings = settings;
  }

  @Override
  public Verdict judge(Arrival arrival) {
    int max = settings.now().get(Directives.MAXCLIENTS);
    // One atomic step: look-then-take would let two event loops both have the last place.
    int before = taken.getAndUpdate(open -> open < max ? open + 1 : open);
    if (before >= max) {
      if (!full.get() && full.compareAndSet(false, true)) {
        log.warn("maxclients ({}) reached: new clients are refused", max);
      }
      return FULL;
    }
    return new Verdict.Admitted(new Permit(this));
  }

  @Override
  public void takeBack() {
    int left = taken.decrementAndGet();
    // Well below the limit, so that clients who come and go at it do not fill the log.
    if (full.get() && left <= settings.now().get(Directives.MAXCLIENTS) * 0.9) {
      if (full.compareAndSet(true, false)) {
        log.info("Below maxclients again, with {} clients: new ones are let in", left);
      }
    }
  }

  int taken() {
    return taken.get();
  }
}
