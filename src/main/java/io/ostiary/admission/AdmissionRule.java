package io.ostiary.admission;

/** One reason to turn a connection away. Shared by all event loops: implementations are safe. */
interface AdmissionRule {

  /** Judges in constant time and without blocking; a refusal leaves nothing taken. */
  Verdict judge(Arrival arrival);
}
