package io.ostiary.client;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The places that {@code maxclients} bounds, and how many of them ordinary peers have: some may be
 * kept for those of higher standing. Shared by all event loops and safe; exact whoever comes and
 * goes, without a lock.
 */
public final class Places {

  private static final long ONE = 1L << Integer.SIZE;

  // One atomic value, or two event loops could both have the last place: all places in the upper
  // half, those of ordinary peers in the lower.
  private final AtomicLong taken = new AtomicLong();

  // Of clients that leave: a newcomer has their places already, so they give none back.
  private final AtomicInteger passedOn = new AtomicInteger();

  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

  /**
   * Takes a place if there is one.
   *
   * @param high whether for a peer of higher standing
   * @param most how many may be taken in all
   * @param mostOrdinary how many ordinary peers may have
   * @return whether it did; who took one calls {@link #release} once
   */
  public boolean take(boolean high, int most, int mostOrdinary) {
    while (true) {
      long before = taken.get();
      if (all(before) >= most || (!high && ordinary(before) >= mostOrdinary)) {
        return false;
      }
      if (taken.compareAndSet(before, before + one(high))) {
        return true;
      }
    }
  }

  /** Gives a place back, as what it was taken; how many are taken then. */
  public int release(boolean high) {
    if (!high && isPassedOn()) {
      return size();
    }
    int left = all(taken.addAndGet(-one(high)));
    wake();
    return left;
  }

  /** Any one that leaves will do: places are all alike. */
  private boolean isPassedOn() {
    while (true) {
      int before = passedOn.get();
      if (before == 0) {
        return false;
      }
      if (passedOn.compareAndSet(before, before - 1)) {
        return true;
      }
    }
  }

  /**
   * Gives the place of an ordinary client to a newcomer of higher standing; before that client
   * releases it, which it then does in vain.
   */
  void passOn() {
    taken.decrementAndGet();
    passedOn.incrementAndGet();
  }

  /** How many places are taken: all clients, and those admitted a moment ago. */
  public int size() {
    return all(taken.get());
  }

  /** How many of them ordinary peers have. */
  public int ordinary() {
    return ordinary(taken.get());
  }

  /**
   * Has an action run, once, when there may be room again. To be called before one last look: a
   * place that is given back between look and call would wake nobody.
   *
   * @param action runs on any thread; it neither blocks nor fails
   */
  public void await(Runnable action) {
    if (!waiting.contains(action)) {
      waiting.add(action);
    }
  }

  /** Forgets an action: the last look found room. */
  public void forget(Runnable action) {
    waiting.remove(action);
  }

  /** Runs what waits: there may be room. */
  public void wake() {
    Runnable action = waiting.poll();
    while (action != null) {
      action.run();
      action = waiting.poll();
    }
  }

  /** How many wait. */
  public int waiting() {
    return waiting.size();
  }

  private static long one(boolean high) {
    return high ? ONE : ONE + 1;
  }

  private static int all(long places) {
    return (int) (places >>> Integer.SIZE);
  }

  private static int ordinary(long places) {
    return (int) places;
  }
}
