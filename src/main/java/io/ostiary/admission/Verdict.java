package io.ostiary.admission;

import java.util.Objects;

/** What a rule, or all of them together, decide about an {@link Arrival}. */
public sealed interface Verdict {

  /** The connection may come in; the rule took nothing for it. */
  static Verdict admit() {
    return Admitted.FREELY;
  }

  /**
   * The connection may come in.
   *
   * @param permit what the rule took for it; released once, however the connection ends
   */
  static Verdict admit(Permit permit) {
    return new Admitted(permit);
  }

  /**
   * The connection is turned away; nothing stays taken.
   *
   * @param reason the error that the peer reads, beginning with its code: {@code ERR try later}
   */
  static Verdict refuse(String reason) {
    return new Refused(reason);
  }

  /**
   * The connection may come in.
   *
   * @param permit what was taken; who holds this verdict sees that it is released once
   */
  record Admitted(Permit permit) implements Verdict {

    /** Refuses null. */
    public Admitted {
      Objects.requireNonNull(permit, "permit");
    }

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
   * @param reason the error that the peer reads, beginning with its code: {@code ERR try later}
   */
  record Refused(String reason) implements Verdict {

    /** Refuses a reason that no peer could read. */
    public Refused {
      if (reason == null || reason.isBlank()) {
        throw new IllegalArgumentException("a refusal needs a reason, such as ERR try later");
      }
    }
  }
}
