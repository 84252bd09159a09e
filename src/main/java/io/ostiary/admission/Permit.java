package io.ostiary.admission;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A place taken at the door. It has one owner, which gives it back once, however the connection
 * ends. Safe from any thread.
 */
public final class Permit {

  /** For rules that let a connection pass without taking anything. */
  static final Permit NOTHING_TAKEN = new Permit(() -> {});

  private final Runnable giveBack;
  private final AtomicBoolean released = new AtomicBoolean();

  Permit(Runnable giveBack) {
    this.giveBack = giveBack;
  }

  /**
   * Gives back what was taken.
   *
   * @throws IllegalStateException on a second call: a place given back twice would let one
   *     connection too many in
   */
  public void release() {
    if (this == NOTHING_TAKEN) {
      return;
    }
    if (!released.compareAndSet(false, true)) {
      throw new IllegalStateException("this permit was given back already");
    }
    giveBack.run();
  }

  /** One permit for two: releasing it releases both. */
  Permit and(Permit other) {
    if (this == NOTHING_TAKEN) {
      return other;
    }
    if (other == NOTHING_TAKEN) {
      return this;
    }
    return new Permit(
        () -> {
          release();
          other.release();
        });
  }
}
