package io.ostiary.listen;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Who is there, of one event loop. Each member carries its place in the list, so that entering and
 * leaving need neither a search nor an object.
 */
public final class ConnectionList<T extends ConnectionList.Member> {

  /** Somebody who can be in one roster at a time. */
  public abstract static class Member {

    private int place = NOWHERE;
  }

  private static final int NOWHERE = -1;

  private final List<T> members = new ArrayList<>();

  /** Enters somebody who is in no roster. */
  public void add(T member) {
    Member entering = member;
    if (entering.place != NOWHERE) {
      throw new IllegalStateException("is in a roster already: " + member);
    }
    members.add(member);
    entering.place = members.size() - 1;
  }

  /** Strikes out somebody who is in it, if he is. */
  public void remove(T member) {
    Member leaving = member;
    if (leaving.place == NOWHERE) {
      return;
    }
    T last = members.remove(members.size() - 1);
    Member moved = last;
    if (moved.place != leaving.place) {
      members.set(leaving.place, last);
      moved.place = leaving.place;
    }
    leaving.place = NOWHERE;
  }

  /** How many are in it. */
  public int size() {
    return members.size();
  }

  /** Visits everyone, also when somebody leaves meanwhile. */
  public void forEach(Consumer<? super T> visitor) {
    List.copyOf(members).forEach(visitor);
  }
}
