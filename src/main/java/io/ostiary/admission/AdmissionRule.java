package io.ostiary.admission;

/**
 * One reason to turn a connection away. Asked on the event loop that accepted the connection,
 * before a byte of it is read; shared by all event loops, so implementations are safe.
 */
@FunctionalInterface
public interface AdmissionRule {

  /**
   * Judges in constant time and without blocking. A rule that throws turns the connection away.
   *
   * @return {@link Verdict#admit()}, {@link Verdict#admit(Permit)} with what the rule took, or
   *     {@link Verdict#refuse}, which leaves nothing taken
   */
  Verdict judge(Arrival arrival);

  /**
   * What its refusals are counted, listed and logged by: the directive's name, or {@code program}
   * for a rule of an embedding program that says nothing else. Letters, digits and hyphens; asked
   * once. Rules of one name are counted together.
   */
  default String name() {
    return "program";
  }
}
