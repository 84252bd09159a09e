package io.ostiary.gateway;

import io.ostiary.resp.Request;

/** What a command asks of the connection that it is sent over. */
enum Treatment {
  /** Nothing: any connection of its kind. */
  SHARED(false),
  /** It may take long, or answer much: quick commands are not to wait behind it. */
  SLOW(false),
  /** Nothing, but it names a client by its id. */
  UNBLOCK(false),
  MULTI(false),
  EXEC(false),
  DISCARD(false),
  UNWATCH(false),
  /** A connection of its own until it is answered: nothing is known of it. */
  ALONE(true),
  /** One of its own until it is answered, however long that takes. */
  BLOCKING(true),
  /** {@link #BLOCKING} if the word BLOCK is among its arguments, else {@link #SHARED}. */
  BLOCKING_IF_TOLD(true),
  /** One of its own until the transaction that it is for has ended. */
  WATCH(true),
  SUBSCRIBE(true),
  UNSUBSCRIBE(true),
  MONITOR(true),
  TRACKING(true),
  /** How many replicas have what was written before, on whichever connection. */
  WAIT(true),
  /** What a replica says of itself, before it asks for the data. */
  REPLICATION(true),
  /** From then on, what comes is not made of replies. */
  STREAM(true);

  private final boolean pin;

  Treatment(boolean pin) {
    this.pin = pin;
  }

  /** Whether a client's id may be among its arguments. */
  boolean namesClient() {
    return this == UNBLOCK || this == TRACKING;
  }

  /** Whether it cannot go over a shared connection. */
  boolean needsPin() {
    return pin;
  }

  /** Whether it changes what the connection is, also inside of a transaction. */
  boolean changesConnection() {
    return switch (this) {
      case SUBSCRIBE, UNSUBSCRIBE, MONITOR, TRACKING, REPLICATION, STREAM, ALONE -> true;
      default -> false;
    };
  }

  /** What this request asks, its arguments considered. */
  Treatment of(Request request) {
    return this == BLOCKING_IF_TOLD && !isToldToBlock(request) ? SHARED : this;
  }

  /** Options stand before STREAMS; keys and ids, which may be any word, behind it. */
  private static boolean isToldToBlock(Request request) {
    for (int i = 1; i < request.count() && !request.is(i, "STREAMS"); i++) {
      if (request.is(i, "BLOCK")) {
        return true;
      }
    }
    return false;
  }
}
