package io.ostiary.store;

import io.ostiary.resp.ArgumentException;
import io.ostiary.resp.ErrorText;
import io.ostiary.resp.Request;
import java.util.EnumSet;
import java.util.Set;

/** EXPIRE's conditions. A key without an expiry counts as infinitely late. */
enum ExpireCondition {
  /** The key has no expiry. */
  NX {
    @Override
    boolean permits(Entry entry, long deadlineMillis) {
      return !entry.expires();
    }
  },
  /** The key has an expiry. */
  XX {
    @Override
    boolean permits(Entry entry, long deadlineMillis) {
      return entry.expires();
    }
  },
  /** The new expiry is later. */
  GT {
    @Override
    boolean permits(Entry entry, long deadlineMillis) {
      return entry.expires() && deadlineMillis > entry.deadlineMillis();
    }
  },
  /** The new expiry is earlier. */
  LT {
    @Override
    boolean permits(Entry entry, long deadlineMillis) {
      return !entry.expires() || deadlineMillis < entry.deadlineMillis();
    }
  };

  private static final int FIRST = 3;

  abstract boolean permits(Entry entry, long deadlineMillis);

  static boolean permit(Set<ExpireCondition> conditions, Entry entry, long deadlineMillis) {
    return conditions.stream().allMatch(condition -> condition.permits(entry, deadlineMillis));
  }

  /**
   * The conditions that a request names.
   *
   * @throws ArgumentException for an unknown one, or two that exclude each other
   */
  static Set<ExpireCondition> of(Request request) {
    Set<ExpireCondition> named = EnumSet.noneOf(ExpireCondition.class);
    for (int i = FIRST; i < request.count(); i++) {
      named.add(named(request, i));
    }
    if (named.contains(NX) && named.size() > 1) {
      throw new ArgumentException(
          "ERR NX and XX, GT or LT options at the same time are not compatible");
    }
    if (named.contains(GT) && named.contains(LT)) {
      throw new ArgumentException("ERR GT and LT options at the same time are not compatible");
    }
    return named;
  }

  private static ExpireCondition named(Request request, int index) {
    for (ExpireCondition candidate : values()) {
      if (request.is(index, candidate.name())) {
        return candidate;
      }
    }
    throw new ErrorText("ERR Unsupported option ").repeat(request, index).exception();
  }
}
