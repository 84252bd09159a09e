package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A ring that grows keeps its order, its lengths and its flags. */
final class InFlightTest {

  private record Expected(ReplyTarget target, int length, int flags) {}

  @Test
  void itIsAQueueWhereverItsHeadIsWhenItGrows() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      InFlight inFlight = new InFlight();
      Deque<Expected> expected = new ArrayDeque<>();
      for (int i = 0; i < 5_000; i++) {
        if (random.nextInt(5) < 3) {
          Expected added = new Expected(new HeardReplies(), random.nextInt(), random.nextInt(128));
          expected.add(added);
          inFlight.add(added.target(), added.length(), added.flags());
        } else if (!expected.isEmpty()) {
          assertThat(inFlight.target()).isSameAs(expected.element().target());
          assertThat(inFlight.is(InFlight.BLOCKING))
              .isEqualTo((expected.element().flags() & InFlight.BLOCKING) != 0);
          assertThat(inFlight.remove()).isEqualTo(expected.remove().length());
        }
        assertThat(inFlight.size()).isEqualTo(expected.size());
      }
      assertByPlace(inFlight, expected);
    }
  }

  private static void assertByPlace(InFlight inFlight, Deque<Expected> expected) {
    int place = 0;
    for (Expected next : expected) {
      assertThat(inFlight.target(place)).isSameAs(next.target());
      assertThat(inFlight.length(place)).isEqualTo(next.length());
      assertThat(inFlight.flags(place)).isEqualTo(next.flags());
      place++;
    }
  }
}
