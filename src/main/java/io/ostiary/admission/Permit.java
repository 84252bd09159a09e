package io.ostiary.admission;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A place taken at the door. It has one owner, which gives it back once, however the connection
 * ends. Safe from any thread.
 */
public final class Permit {

  /** Whoever gave the place takes it back. */
  @FunctionalInterface
  interface Giver {

    /** Called once for each permit, from any thread. */
    void takeBack();
  }

  private static final VarHandle RELEASED;

  static {
    try {
      RELEASED = MethodHandles.lookup().findVarHandle(Permit.class, "released", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** For rules that let a connection pass without taking anything. */
  static final Permit NOTHING_TAKEN = new Permit(() -> {});

  private final Giver giver;

  // Through RELEASED only: an atomic object of its own would double what a permit weighs.
  @SuppressWarnings("UnusedVariable")
  private volatile boolean released;

  Permit(Giver giver) {
    this.giver = giver;
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
    if (!RELEASED.compareAndSet(this, false, true)) {
      throw new IllegalStateException("this permit was given back already");
    }
    giver.takeBack();
  }

  /** One permit for two that took something: releasing it releases both. */
  Permit and(Permit other) {
    return new Permit(
        () -> {
          release();
          other.release();
        });
  }
}
