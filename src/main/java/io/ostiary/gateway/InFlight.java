package io.ostiary.gateway;

/**
 * The requests of one upstream connection whose replies are due, oldest first: for whom each is,
 * how long it is, and what may be done when the connection is lost. A ring of arrays, so that a
 * request makes no object. On one event loop.
 */
final class InFlight {

  /** It changes nothing, so it may be sent again. */
  static final int READ_ONLY = 1;

  /** It was sent again already. */
  static final int RETRIED = 2;

  /** Its reply may take as long as it likes. */
  static final int BLOCKING = 4;

  /** It belongs to a transaction that was sent in one piece. */
  static final int CHAINED = 8;

  /** It is the first of one. */
  static final int CHAIN_BEGINS = 16;

  /** It is the last of one. */
  static final int CHAIN_ENDS = 32;

  /** What it waits for is to go to another client when its own has left. */
  static final int FOR_PRESENT_CLIENT = 64;

  /** It means something on this connection only. */
  static final int BOUND = 128;

  private static final int FIRST_CAPACITY = 64;

  private ReplyTarget[] targets = new ReplyTarget[FIRST_CAPACITY];
  private int[] lengths = new int[FIRST_CAPACITY];
  private byte[] flags = new byte[FIRST_CAPACITY];
  private int head;
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** Adds the newest. */
  void add(ReplyTarget target, int length, int requestFlags) {
    if (size == targets.length) {
      grow();
    }
    int at = (head + size) & (targets.length - 1);
    targets[at] = target;
    lengths[at] = length;
    flags[at] = (byte) requestFlags;
    size++;
  }

  private void grow() {
    int before = targets.length;
    ReplyTarget[] moreTargets = new ReplyTarget[before * 2];
    int[] moreLengths = new int[before * 2];
    byte[] moreFlags = new byte[before * 2];
    for (int place = 0; place < size; place++) {
      moreTargets[place] = target(place);
      moreLengths[place] = length(place);
      moreFlags[place] = (byte) flags(place);
    }
    targets = moreTargets;
    lengths = moreLengths;
    flags = moreFlags;
    head = 0;
  }

  /** Whom the oldest is for. */
  ReplyTarget target() {
    return targets[head];
  }

  /** Whether the oldest has this flag. */
  boolean is(int flag) {
    return (flags[head] & flag) != 0;
  }

  /** Removes the oldest; how long the request was. */
  int remove() {
    targets[head] = null;
    int length = lengths[head];
    head = (head + 1) & (targets.length - 1);
    size--;
    return length;
  }

  // By place, the oldest at 0

  ReplyTarget target(int place) {
    return targets[index(place)];
  }

  int length(int place) {
    return lengths[index(place)];
  }

  int flags(int place) {
    return flags[index(place)];
  }

  private int index(int place) {
    return (head + place) & (targets.length - 1);
  }
}
