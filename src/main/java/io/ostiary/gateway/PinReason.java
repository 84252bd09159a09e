package io.ostiary.gateway;

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
