package io.ostiary.admission;

/** What the door decides about an {@link Arrival}. */
public sealed interface Verdict {

  /**
   * The connection comes in.
   *
   * @param permit what it took; whoever holds this verdict must see that it is released once
   */
  record Admitted(Permit permit) implements Verdict {

    /** It comes in and took nothing. */
    static final Admitted FREELY = new Admitted(Permit.NOTHING_TAKEN);

    /** One verdict for two, itself where the other took nothing. */
    @SuppressWarnings("ReferenceEquality") // There is one that took nothing, and no other like it.
    Admitted and(Admitted other) {
      if (this == FREELY) {
        return other;
      }
      return other == FREELY ? this : new Admitted(permit.and(other.permit));
    }
  }

  /**
   * The connection is turned away; nothing stays taken.
   *
   * @param reason the error text that the peer reads, beginning with its code ("ERR ...")
   */
  record Refused(String reason) implements Verdict {}
}
