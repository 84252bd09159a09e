package io.ostiary.admission;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who may come in: asks every rule in order and stops at the first that refuses, which is
 * noted in the {@link Refusals}. Shared by all event loops and safe; a decision takes no lock.
 */
public final class Admission {

  private static final Logger log = LoggerFactory.getLogger(Admission.class);
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Verdict FAILED = Verdict.refuse("ERR internal error while admitting");

  private final List<AdmissionRule> rules;
  private final Refusals refusals;
  private final LongSupplier nanoTime;
  private final AtomicLong nextErrorNanos;

  /** Asks these rules, in this order. */
  public Admission(List<AdmissionRule> rules) {
    this(rules, List.of());
  }

  /**
   * Asks these rules, in this order.
   *
   * @param otherRefusals names of what else refuses connections and tells it ({@link #refused})
   */
  public Admission(List<AdmissionRule> rules, List<String> otherRefusals) {
    this(rules, otherRefusals, System::nanoTime);
  }

  /** With this clock instead of {@link System#nanoTime}. */
  Admission(List<AdmissionRule> rules, LongSupplier nanoTime) {
    this(rules, List.of(), nanoTime);
  }

  private Admission(List<AdmissionRule> rules, List<String> otherRefusals, LongSupplier nanoTime) {
    this.rules = List.copyOf(rules);
    this.refusals = new Refusals(this.rules, otherRefusals, nanoTime);
    this.nanoTime = nanoTime;
    this.nextErrorNanos = new AtomicLong(nanoTime.getAsLong());
  }

  /** What was refused so far. */
  public Refusals refusals() {
    return refusals;
  }

  /**
   * Notes a connection that was refused before any rule was asked.
   *
   * @param name one of those that were given
   * @param reason what the peer reads
   */
  public void refused(String name, Arrival arrival, String reason) {
    refusals.add(name, arrival, reason);
  }

  /** Judges one arrival; what an admitted one took is in the verdict's permit. */
  public Verdict judge(Arrival arrival) {
    return judge(arrival, Verdict.Admitted.FREELY, null);
  }

  /**
   * The same for one that a rule has admitted before it was accepted: that rule is not asked again.
   *
   * @param taken what that rule took; given up by the caller
   */
  public Verdict judge(Arrival arrival, AdmissionRule asked, Permit taken) {
    return judge(arrival, new Verdict.Admitted(taken), asked);
  }

  /** A rule to be left out may be null. */
  @SuppressWarnings("ReferenceEquality") // It is one of these rules itself.
  private Verdict judge(Arrival arrival, Verdict.Admitted before, AdmissionRule leftOut) {
    Verdict.Admitted soFar = before;
    AdmissionRule last = null; // null: none is asked behind the others
    try {
      for (int i = 0; i <= rules.size(); i++) {
        AdmissionRule rule = i < rules.size() ? rules.get(i) : last;
        if (rule == null || rule == leftOut) {
          continue;
        }
        if (rule instanceof MaxClientsRule places
            && i < rules.size()
            && places.mayEvictFor(arrival)) {
          last = rule;
          continue;
        }
        Verdict verdict = judge(rule, arrival);
        if (verdict instanceof Verdict.Admitted admitted) {
          soFar = soFar.and(admitted);
        } else {
          soFar.permit().release();
          soFar = Verdict.Admitted.FREELY;
          refusals.add(rule, arrival, (Verdict.Refused) verdict);
          return verdict;
        }
      }
      return soFar;
    } catch (Throwable e) { // Also an Error: nothing else gives back what earlier rules took.
      soFar.permit().release();
      throw e;
    }
  }

  /** A rule that fails or returns null refuses: closed unless open. */
  private Verdict judge(AdmissionRule rule, Arrival arrival) {
    try {
      Verdict verdict = rule.judge(arrival);
      return verdict == null ? FAILED : verdict;
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      long due = nextErrorNanos.get();
      long now = nanoTime.getAsLong();
      if (now - due >= 0 && nextErrorNanos.compareAndSet(due, now + QUIET_NANOS)) {
        log.error("The admission rule {} failed: connections are refused", rule, e);
      }
      return FAILED;
    }
  }
}
