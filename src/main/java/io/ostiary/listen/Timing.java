package io.ostiary.listen;

import java.time.Duration;

/**
 * How long connections wait for their peers. Immutable.
 *
 * @param stall how long a peer that is being closed may take none of its pending replies; long
 *     enough for one that is busy, short enough for one that is gone to hold little
 * @param finalWrite how long a final reply may take in all, however slowly the peer takes it; the
 *     connection does not count in {@code maxclients} meanwhile
 * @param linger how long what a peer still sends is read after its final reply
 * @param acceptRest how long accepting rests after a failure; most likely there are no descriptors
 */
public record Timing(Duration stall, Duration finalWrite, Duration linger, Duration acceptRest) {

  /** What a server uses. */
  public static final Timing DEFAULT =
      new Timing(
          Duration.ofSeconds(5),
          Duration.ofMinutes(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1));
}
