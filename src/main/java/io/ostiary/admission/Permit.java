package io.ostiary.admission;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What a rule took for a connection. It has one owner, which releases it once, however the
 * connection ends. Safe from any thread.
 */
public final class Permit {

  private static final VarHandle RELEASED;

  static {
    try {
      RELEASED = MethodHandles.lookup().findVarHandle(Permit.class, "released", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** For rules that let a connection pass without taking anything. */
  static final Permit NOTHING_TAKEN = new Permit(() -> {}, false);

  private final Runnable release;
  private final boolean highStanding;

  // Through RELEASED only: an atomic object of its own would double what a permit weighs.
  @SuppressWarnings("UnusedVariable")
  private volatile boolean released;

  private Permit(Runnable release, boolean highStanding) {
    this.release = release;
    this.highStanding = highStanding;
  }

  /**
   * A permit for what a rule has taken.
   *
   * @param release gives it back; called once, from any thread
   */
  public static Permit of(Runnable release) {
    return new Permit(release, false);
  }

  /** The same for a peer of higher standing, which is not evicted for another. */
  static Permit ofHigherStanding(Runnable release) {
    return new Permit(release, true);
  }

  /** Whether what was taken is for a peer of higher standing. */
  public boolean isOfHigherStanding() {
    return highStanding;
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
    release.run();
  }

  /** One permit for two that took something: releasing it releases both. */
  Permit and(Permit other) {
    return new Permit(
        () -> {
          try {
            release();
          } finally {
            other.release();
          }
        },
        highStanding || other.highStanding);
  }
}
