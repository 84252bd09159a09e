package io.ostiary.listen;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The connections of one event loop. Each member carries its index, so that adding and removing
 * need neither a search nor an object.
 */
public final class ConnectionList<T extends ConnectionList.Member> {

  /** What can be in one list at a time. */
  public abstract static class Member {

    private int index = NOWHERE;
  }

  private static final int NOWHERE = -1;

  private final List<T> members = new ArrayList<>();

  /**
   * Adds one.
   *
   * @throws IllegalStateException if it is in a list already
   */
  public void add(T member) {
    Member added = member;
    if (added.index != NOWHERE) {
      throw new IllegalStateException("is in a list already: " + member);
    }
    members.add(member);
    added.index = members.size() - 1;
  }

  /** Removes one that is in this list or in none. */
  public void remove(T member) {
    Member removed = member;
    if (removed.index == NOWHERE) {
      return;
    }
    T last = members.remove(members.size() - 1);
    Member moved = last;
    if (moved.index != removed.index) {
      members.set(removed.index, last);
      moved.index = removed.index;
    }
    removed.index = NOWHERE;
  }

  /** How many are in it. */
  public int size() {
    return members.size();
  }

  /** Visits all, also when some are removed meanwhile. */
  public void forEach(Consumer<? super T> visitor) {
    List.copyOf(members).forEach(visitor);
  }
}
