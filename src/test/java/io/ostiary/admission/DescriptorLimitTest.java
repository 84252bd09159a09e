package io.ostiary.admission;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** How many clients a limit has room for, and which limit has room for so many. */
final class DescriptorLimitTest {

  private static DescriptorLimit of(long limit, int open) {
    int drains = new DescriptorLimit(limit, 0).drains();
    return new DescriptorLimit(limit, open + drains);
  }

  @Property
  void theLimitItAdvisesHasRoomAndOneLessHasNot(
      @ForAll @IntRange(min = 60, max = 100_000) int limit,
      @ForAll @IntRange(min = 30, max = 200) int open,
      @ForAll @IntRange(min = 1, max = 1_000_000) int clients) {
    long advised = of(limit, open).limitFor(clients);

    assertThat(of(advised, open).clients()).isGreaterThanOrEqualTo(clients);
    assertThat(of(advised - 1, open).clients()).isLessThanOrEqualTo(clients);
    assertThat(of(advised - 2, open).clients()).isLessThan(clients);
  }
}
