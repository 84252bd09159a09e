package io.ostiary.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RateTest {

  private final Rate rate = new Rate();

  @Test
  void isZeroBeforeAnythingGrew() {
    assertThat(rate.perSecond()).isZero();
    rate.sample(1_000_000, 1000);
    assertThat(rate.perSecond()).isZero();
  }

  @Test
  void isTheMeanOverTheLastSixteenSamples() {
    for (int i = 0; i <= 16; i++) {
      rate.sample(i * 10L, 1000 + i * 100L);
    }
    assertThat(rate.perSecond()).isCloseTo(100, within(1e-6));
    rate.sample(160 + 170, 2700);
    assertThat(rate.perSecond()).isCloseTo(200, within(1e-6));
  }

  @Test
  void forgetsWhatIsLongAgo() {
    rate.sample(0, 1000);
    rate.sample(1000, 1100);
    for (int i = 2; i <= 17; i++) {
      rate.sample(1000, 1000 + i * 100L);
    }
    assertThat(rate.perSecond()).isZero();
  }

  @Test
  void takesACounterThatWasResetForOneThatBeginsAnew() {
    rate.sample(1000, 1000);
    rate.sample(0, 1100);
    assertThat(rate.perSecond()).isZero();
  }

  @Test
  void makesNothingOfAClockThatStandsStill() {
    rate.sample(0, 1000);
    rate.sample(50, 1000);
    rate.sample(100, 900);
    assertThat(rate.perSecond()).isZero();
  }

  @Test
  void beginsAnewAfterAReset() {
    rate.sample(0, 1000);
    rate.sample(100, 1100);
    assertThat(rate.perSecond()).isPositive();
    rate.reset();
    assertThat(rate.perSecond()).isZero();
    rate.sample(500, 1200);
    assertThat(rate.perSecond()).isZero();
  }
}
