package io.ostiary.listen;

/**
 * How many connections one turn of an accepting loop takes before it serves other events: {@code
 * max-new-connections-per-cycle}. A refusal ends a turn early. A change holds from the next turn
 * on. Safe from any thread.
 *
 * <p>Only where a loop accepts for itself: a {@code NetServer} takes up to 16 at once, on a thread
 * of its own.
 */
public final class AcceptPace {

  private volatile int connectionsPerTurn;

  public AcceptPace(int connectionsPerTurn) {
    this.connectionsPerTurn = connectionsPerTurn;
  }

  /** Changes the pace of all listeners. */
  public void set(int newConnectionsPerTurn) {
    connectionsPerTurn = newConnectionsPerTurn;
  }

  /** The pace now. */
  public int connectionsPerTurn() {
    return connectionsPerTurn;
  }
}
