package io.ostiary.listen;

/** Who decides about connections. Called on the event loop that accepted them. */
@FunctionalInterface
public interface Door {

  /** Lets it in, turns it away or closes it, before this returns. */
  void arrived(Arriving connection);
}
