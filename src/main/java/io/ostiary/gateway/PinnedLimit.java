package io.ostiary.gateway;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * Bounds the connections of all loops that are for one client each, those at rest included. Safe
 * from any thread. A permit is given back exactly once for each that was taken.
 */
final class PinnedLimit {

  private final IntSupplier most;
  private final AtomicInteger taken = new AtomicInteger();
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

  PinnedLimit(IntSupplier most) {
    this.most = most;
  }

  /** Takes a permit, if one is left. */
  boolean take() {
    int limit = most.getAsInt();
    return taken.getAndUpdate(now -> now < limit ? now + 1 : now) < limit;
  }

  /** Gives a permit back. */
  void release() {
    taken.decrementAndGet();
    wakeOne();
  }

  /** Calls this, maybe on another thread, when it is worth trying again; once. */
  void await(Runnable wake) {
    waiting.add(wake);
  }

  /** Who waited waits no more. */
  void forget(Runnable wake) {
    waiting.remove(wake);
  }

  /** A connection at rest, or a permit, may be had: the one who has waited longest tries. */
  void wakeOne() {
    Runnable first = waiting.poll();
    if (first != null) {
      first.run();
    }
  }

  boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  int taken() {
    return taken.get();
  }

  int waiting() {
    return waiting.size();
  }
}
