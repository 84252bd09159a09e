package io.ostiary.admission;

import io.ostiary.net.PeerAddress;
import io.ostiary.settings.Directives;
import java.util.function.Predicate;

/** Refuses peers of an address that gave too many wrong passwords of late. */
public final class AuthFailureRule implements AdmissionRule {

  private static final Verdict SHUT_OUT =
      Verdict.refuse(
          "ERR too many failed logins from your address, try later (auth-failure-limit)");

  private final Predicate<PeerAddress> isShutOut;

  /** Judges by what is known of failed logins. */
  public AuthFailureRule(Predicate<PeerAddress> isShutOut) {
    this.isShutOut = isShutOut;
  }

  @Override
  public String name() {
    return Directives.AUTH_FAILURE_LIMIT.name();
  }

  @Override
  public Verdict judge(Arrival arrival) {
    return isShutOut.test(arrival.address()) ? SHUT_OUT : Verdict.admit();
  }
}
