package io.ostiary.gateway;

import io.ostiary.client.UpstreamState;
import java.util.Locale;

/** Why a client has a connection of its own. */
enum PinReason {
  /** Such a command needs none. */
  NONE,
  WATCH,
  MULTI,
  BLOCKING,
  SUBSCRIBE,
  MONITOR,
  TRACKING,
  WAIT,
  REPLICATION,
  OTHER;

  private char flag() {
    return switch (this) {
      case MULTI -> 'x';
      case BLOCKING, WAIT -> 'b';
      case SUBSCRIBE -> 'P';
      case MONITOR -> 'O';
      case TRACKING -> 't';
      case REPLICATION -> UpstreamState.REPLICA;
      default -> ' ';
    };
  }

  /** What is shown of a client that has a connection of its own for this reason. */
  UpstreamState state() {
    return UpstreamState.pinned(text(), flag());
  }

  static PinReason of(Treatment treatment) {
    return switch (treatment) {
      case WATCH -> WATCH;
      case MULTI -> MULTI;
      case BLOCKING, BLOCKING_IF_TOLD -> BLOCKING;
      case SUBSCRIBE, UNSUBSCRIBE -> SUBSCRIBE;
      case MONITOR -> MONITOR;
      case TRACKING -> TRACKING;
      case WAIT -> WAIT;
      case REPLICATION, STREAM -> REPLICATION;
      case ALONE -> OTHER;
      default -> NONE;
    };
  }

  /** As CLIENT LIST and INFO show it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
