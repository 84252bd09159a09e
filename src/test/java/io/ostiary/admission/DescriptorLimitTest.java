package io.ostiary.admission;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The number of clients for a limit, and the limit for a number of clients. */
final class DescriptorLimitTest {

  @Property
  void aListeningSocketTakesTheRoomOfAClient(
      @ForAll @IntRange(min = 1_000, max = 100_000) int limit,
      @ForAll @IntRange(min = 0, max = 500) int listening) {
    assertThat(DescriptorLimit.of(limit, 100, listening).clients())
        .isEqualTo(DescriptorLimit.of(limit, 100, 0).clients() - listening);
  }

  @Property
  void theLimitItAdvisesHasRoomAndOneLessHasNot(
      @ForAll @IntRange(min = 60, max = 100_000) int limit,
      @ForAll @IntRange(min = 30, max = 200) int open,
      @ForAll @IntRange(min = 1, max = 1_000_000) int clients) {
    long advised = DescriptorLimit.of(limit, open, 0).limitFor(clients);

    assertThat(DescriptorLimit.of(advised, open, 0).clients()).isGreaterThanOrEqualTo(clients);
    assertThat(DescriptorLimit.of(advised - 1, open, 0).clients()).isLessThan(clients);
  }
}
