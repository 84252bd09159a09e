package io.ostiary.admission;

import io.ostiary.client.ClientTable;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses a connection while {@code maxclients} places of the client table are taken. */
public final class MaxClientsRule implements AdmissionRule {

  private static final Logger log = LoggerFactory.getLogger(MaxClientsRule.class);

  private static final Verdict FULL = Verdict.refuse("ERR max number of clients reached");

  /**
   * Between two lines about the limit, so that clients who come and go at it do not fill the log.
   */
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final ClientTable clients;
  private final LiveSettings settings;
  private final LongSupplier nanoTime;
  private final Runnable release = this::release;
  private final AtomicLong nextLineNanos;
  private volatile boolean full; // as the log has it

  /** Takes the places of this table. */
  public MaxClientsRule(ClientTable clients, LiveSettings settings) {
    this(clients, settings, System::nanoTime);
  }

  /** With this clock instead of {@link System#nanoTime}. */
  MaxClientsRule(ClientTable clients, LiveSettings settings, LongSupplier nanoTime) {
    this.clients = clients;
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.nextLineNanos = new AtomicLong(nanoTime.getAsLong());
  }

  @Override
  public Verdict judge(Arrival arrival) {
    int max = settings.now().get(Directives.MAXCLIENTS);
    if (clients.takePlace(max)) {
      return Verdict.admit(Permit.of(release));
    }
    if (!full && mayLog()) {
      full = true;
      log.warn("maxclients ({}) reached: new clients are refused", max);
    }
    return FULL;
  }

  private void release() {
    int left = clients.releasePlace();
    if (full && left <= settings.now().get(Directives.MAXCLIENTS) * 0.9 && mayLog()) {
      full = false;
      log.info("Below maxclients again, with {} clients: new ones are admitted", left);
    }
  }

  private boolean mayLog() {
    long due = nextLineNanos.get();
    long now = nanoTime.getAsLong();
    return now - due >= 0 && nextLineNanos.compareAndSet(due, now + QUIET_NANOS);
  }
}
