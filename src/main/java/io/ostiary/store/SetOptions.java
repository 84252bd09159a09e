package io.ostiary.store;

import io.ostiary.resp.ArgumentException;
import io.ostiary.resp.Request;

/** The options of {@code SET key value}. An option may be repeated; the last time given counts. */
final class SetOptions {

  /** Their syntax, for COMMAND DOCS. */
  static final String FORM =
      "key value [NX | XX] [GET] [EX seconds | PX milliseconds | EXAT unix-time-seconds"
          + " | PXAT unix-time-milliseconds | KEEPTTL]";

  private static final int FIRST = 3;

  // Shared, because nearly every SET has no options; must not be changed.
  private static final SetOptions NONE = new SetOptions();

  /** What happens to the key's expiry. */
  private enum Lifetime {
    FOREVER,
    KEEPTTL,
    EX,
    PX,
    EXAT,
    PXAT;

    boolean takesTime() {
      return this != FOREVER && this != KEEPTTL;
    }

    boolean countsFromNow() {
      return this == EX || this == PX;
    }

    long unitMillis() {
      return this == EX || this == EXAT ? 1000 : 1;
    }
  }

  private boolean onlyIfAbsent;
  private boolean onlyIfPresent;
  private boolean asksForOldValue;
  private Lifetime lifetime = Lifetime.FOREVER;
  private int timeArgument;
  private long time;

  private SetOptions() {}

  /**
   * Parses them.
   *
   * @throws ArgumentException for an unknown option, a missing time, or options that exclude each
   *     other
   */
  static SetOptions of(Request request) {
    if (request.count() == FIRST) {
      return NONE;
    }
    SetOptions options = new SetOptions();
    int next = FIRST;
    while (next < request.count()) {
      next += options.read(request, next);
    }
    // Last, as in Redis: a syntax error takes precedence over an invalid number.
    if (options.timeArgument > 0) {
      options.time = request.integer(options.timeArgument);
    }
    return options;
  }

  /** Parses one option; returns its number of arguments. */
  private int read(Request request, int index) {
    if (request.is(index, "NX")) {
      onlyIfAbsent = true;
    } else if (request.is(index, "XX")) {
      onlyIfPresent = true;
    } else if (request.is(index, "GET")) {
      asksForOldValue = true;
    } else {
      return readLifetime(request, index);
    }
    if (onlyIfAbsent && onlyIfPresent) {
      throw ArgumentException.syntaxError();
    }
    return 1;
  }

  private int readLifetime(Request request, int index) {
    Lifetime named = lifetimeNamed(request, index);
    if (lifetime != Lifetime.FOREVER && lifetime != named) {
      throw ArgumentException.syntaxError();
    }
    lifetime = named;
    if (!named.takesTime()) {
      return 1;
    }
    timeArgument = index + 1;
    if (timeArgument == request.count()) {
      throw ArgumentException.syntaxError();
    }
    return 2;
  }

  private static Lifetime lifetimeNamed(Request request, int index) {
    for (Lifetime candidate : Lifetime.values()) {
      if (candidate != Lifetime.FOREVER && request.is(index, candidate.name())) {
        return candidate;
      }
    }
    throw ArgumentException.syntaxError();
  }

  /** Whether the value is to be set, given the current entry, which may be null. */
  boolean permits(Entry old) {
    return old == null ? !onlyIfPresent : !onlyIfAbsent;
  }

  /** Whether the reply is the old value. */
  boolean asksForOldValue() {
    return asksForOldValue;
  }

  /**
   * When the key expires.
   *
   * @throws ArgumentException if the time is out of range
   */
  long deadlineMillis(Entry old, Keyspace keyspace) {
    if (lifetime == Lifetime.KEEPTTL && old != null) {
      return old.deadlineMillis();
    }
    if (!lifetime.takesTime()) {
      return Deadline.NEVER;
    }
    if (time <= 0) {
      throw Deadline.invalid("set");
    }
    long startMillis = lifetime.countsFromNow() ? keyspace.nowMillis() : 0;
    return Deadline.after(startMillis, time, lifetime.unitMillis(), "set");
  }
}
