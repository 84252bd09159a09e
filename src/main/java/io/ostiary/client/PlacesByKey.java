package io.ostiary.client;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Places that are bounded for each key, such as an address or a user. A key without a place takes
 * no memory. Shared by all event loops and safe; exact whoever comes and goes.
 */
public final class PlacesByKey<K> {

  private final Map<K, Integer> taken = new ConcurrentHashMap<>();

  /** What a look and a taking in one step tells. */
  private static final class Taking {
    private boolean done;
  }

  /**
   * Takes a place of this key, unless so many are taken.
   *
   * @param most at least 1
   * @return whether it did; who took one calls {@link #release} once
   */
  public boolean take(K key, int most) {
    Taking taking = new Taking();
    taken.compute(
        key,
        (same, before) -> {
          int places = before == null ? 0 : before;
          taking.done = places < most;
          return taking.done ? places + 1 : before;
        });
    return taking.done;
  }

  /** Gives a place of this key back. */
  public void release(K key) {
    taken.computeIfPresent(key, (same, before) -> before == 1 ? null : before - 1);
  }

  /** How many keys have a place. */
  public int keys() {
    return taken.size();
  }
}
