package io.ostiary.settings;

/** What becomes of a newcomer while all places are taken. */
public enum MaxclientsFull {
  /** It is refused and told why. */
  REFUSE,
  /** It is not accepted: it waits in the kernel's queue until there is room. */
  WAIT,
  /** It is refused, unless it is of higher standing: then the longest idle client goes for it. */
  EVICT_IDLE
}
