package io.ostiary.gateway;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * What becomes of the requests whose replies were due when a connection was lost. What was not
 * wholly sent, and what only reads, is kept to be sent again, once; each of the others is lost. A
 * client's replies come in its order, so one that is lost takes those before along. On one event
 * loop.
 */
final class Loss {

  private final InFlight inFlight;
  private final long sentBytes; // everything before was sent
  private final boolean begun; // a part of the oldest's reply was passed on
  private final boolean[] lost; // by place

  /** Takes one that is kept. */
  @FunctionalInterface
  interface Keeper {

    /**
     * Takes it.
     *
     * @param start where it begins among the bytes of all
     */
    void keep(int start, int length, ReplyTarget target, int flags);
  }

  /**
   * Judges them.
   *
   * @param bytes of all requests together
   * @param sentBytes how many of them were sent
   * @param resends whether there is to be another connection
   * @param begun whether a part of the oldest's reply was passed on
   */
  Loss(InFlight inFlight, long bytes, long sentBytes, boolean resends, boolean begun) {
    this.inFlight = inFlight;
    this.sentBytes = sentBytes;
    this.begun = begun;
    this.lost = new boolean[inFlight.size()];
    judge(bytes, resends);
    loseBeheadedChain();
  }

  private void judge(long bytes, boolean resends) {
    Set<ReplyTarget> losers = Collections.newSetFromMap(new IdentityHashMap<>());
    long end = bytes;
    for (int place = inFlight.size() - 1; place >= 0; place--) {
      boolean again = resends && (end > sentBytes || mayRepeat(inFlight.flags(place)));
      boolean keeps = again && !(begun && place == 0);
      if (isWithinChain(place)) {
        keeps = !lost[place + 1]; // Not run before its end is there: all of it, or nothing.
      }
      lost[place] = !keeps || losers.contains(inFlight.target(place));
      if (lost[place]) {
        losers.add(inFlight.target(place));
      }
      end -= inFlight.length(place);
    }
  }

  private static boolean mayRepeat(int flags) {
    return (flags & InFlight.READ_ONLY) != 0 && (flags & InFlight.RETRIED) == 0;
  }

  private boolean isWithinChain(int place) {
    int flags = inFlight.flags(place);
    return (flags & InFlight.CHAINED) != 0 && (flags & InFlight.CHAIN_ENDS) == 0;
  }

  /** A transaction whose beginning was answered cannot be sent again. */
  private void loseBeheadedChain() {
    int place = 0;
    boolean beheaded =
        !inFlight.isEmpty()
            && (inFlight.flags(0) & (InFlight.CHAINED | InFlight.CHAIN_BEGINS)) == InFlight.CHAINED;
    while (beheaded && place < lost.length) {
      lost[place] = true;
      beheaded = isWithinChain(place);
      place++;
    }
  }

  /** Hands over those that are to be sent again, in their order. */
  void forEachKept(Keeper keeper) {
    int start = 0;
    for (int place = 0; place < lost.length; place++) {
      int length = inFlight.length(place);
      if (!lost[place]) {
        int retried = start + length <= sentBytes ? InFlight.RETRIED : 0;
        keeper.keep(start, length, inFlight.target(place), inFlight.flags(place) | retried);
      }
      start += length;
    }
  }

  /** Tells those that are lost, in their order. */
  void tell(Losses losses) {
    long end = 0;
    for (int place = 0; place < lost.length; place++) {
      end += inFlight.length(place);
      if (lost[place]) {
        boolean mayHaveRun = end <= sentBytes && (inFlight.flags(place) & InFlight.READ_ONLY) == 0;
        inFlight
            .target(place)
            .failed(losses.error(end <= sentBytes, mayHaveRun), begun && place == 0);
      }
    }
  }
}
