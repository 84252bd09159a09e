package io.ostiary.tls;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntSupplier;

/**
 * How many handshakes are at work at once. Those beyond it wait, and the newest is next: the oldest
 * has most likely given up. Shared by all event loops and safe.
 */
public final class HandshakeLimit {

  /** A handshake that has begun or waits to. Its methods may be called from any thread. */
  public final class Turn {

    private final Runnable begin;
    private boolean working;
    private boolean ended;

    private Turn(Runnable begin) {
      this.begin = begin;
    }

    /** It no longer works, or no longer waits; a second call does nothing. */
    public void end() {
      Turn next;
      synchronized (HandshakeLimit.this) {
        if (ended) {
          return;
        }
        ended = true;
        if (!working) {
          waiting.remove(this);
          return;
        }
        atWork--;
        next = takeNext();
      }
      while (next != null) { // More than one if the limit was raised.
        next.begin.run();
        synchronized (HandshakeLimit.this) {
          next = takeNext();
        }
      }
    }
  }

  private final IntSupplier most;
  private final Deque<Turn> waiting = new ArrayDeque<>();
  private int atWork;

  /**
   * None is at work yet.
   *
   * @param most how many may be; asked each time
   */
  public HandshakeLimit(IntSupplier most) {
    this.most = most;
  }

  /**
   * Lets a handshake begin: at once, on this thread, or later on that of one that has ended.
   *
   * @param begin called once, unless the turn ends before
   */
  public Turn ask(Runnable begin) {
    Turn turn = new Turn(begin);
    synchronized (this) {
      if (atWork >= most.getAsInt()) {
        waiting.addLast(turn);
        return turn;
      }
      turn.working = true;
      atWork++;
    }
    begin.run();
    return turn;
  }

  /** With the lock held; null if nobody may begin. */
  private Turn takeNext() {
    if (waiting.isEmpty() || atWork >= most.getAsInt()) {
      return null;
    }
    Turn newest = waiting.removeLast();
    newest.working = true;
    atWork++;
    return newest;
  }

  /** How many are at work now. */
  public synchronized int atWork() {
    return atWork;
  }

  /** How many wait now. */
  public synchronized int waiting() {
    return waiting.size();
  }
}
