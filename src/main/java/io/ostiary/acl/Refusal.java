package io.ostiary.acl;

/**
 * Why a request may not run.
 *
 * @param denial what is not allowed
 * @param position of the argument because of which; 0 for the command itself
 */
record Refusal(Denial denial, int position) {

  /** The one of two that tells more: who got further would have been allowed with less. */
  static Refusal later(Refusal one, Refusal other) {
    if (one == null) {
      return other;
    }
    int order = one.denial().compareTo(other.denial());
    return order > 0 || (order == 0 && one.position() >= other.position()) ? one : other;
  }

  /** The first of two that is there; null if neither is. */
  static Refusal first(Refusal one, Refusal other) {
    return one == null ? other : one;
  }
}
