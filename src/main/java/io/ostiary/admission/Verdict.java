package io.ostiary.admission;

/** What the door decides about an {@link Arrival}. */
public sealed interface Verdict {

  /**
   * The connection comes in.
   *
   * @param permit what it took; whoever holds this verdict must see that it is released once
   */
  record Admitted(Permit permit) implements Verdict {}

  /**
   * The connection is turned away; nothing stays taken.
   *
   * @param reason the error text that the peer reads, beginning with its code ("ERR ...")
   */
  record Refused(String reason) implements Verdict {}
}
