package io.ostiary.pause;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PauseClockTest {

  private long nanos = Long.MAX_VALUE - 1_000; // where the clock may be, it wraps soon
  private final PauseClock clock = new PauseClock(() -> nanos);

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void lastsAsLongAsItWasToldAndNoLonger() {
    clock.begin(Duration.ofMillis(20), false);
    Future<Void> ended = clock.now().ended();
    pass(Duration.ofMillis(19));
    clock.endIfDue();
    assertThat(ended.isComplete()).isFalse();
    assertThat(clock.leftMillis()).isEqualTo(1);
    pass(Duration.ofMillis(1));
    assertThat(clock.now()).isNull();
    clock.endIfDue();
    assertThat(ended.isComplete()).isTrue();
  }

  @Test
  void aSecondOneMakesItLongerAndWiderAndNeverShorterOrNarrower() {
    clock.begin(Duration.ofMillis(20), true);
    clock.begin(Duration.ofMillis(10), false);
    assertThat(clock.now().all()).isTrue();
    assertThat(clock.leftMillis()).isEqualTo(20);
    clock.begin(Duration.ofMillis(30), false);
    assertThat(clock.now().all()).isTrue();
    assertThat(clock.leftMillis()).isEqualTo(30);
  }

  @Test
  void whoWaitsForOneThatIsOverGoesOnWithTheNext() {
    clock.begin(Duration.ofMillis(10), true);
    Future<Void> ended = clock.now().ended();
    pass(Duration.ofMillis(11));
    clock.begin(Duration.ofMillis(10), false);
    assertThat(clock.now().all()).isFalse();
    clock.end();
    assertThat(ended.isComplete()).isTrue();
  }

  @Test
  void theLongestThatCanBeAskedForIsNotOverAtOnce() {
    clock.begin(Duration.ofMillis(Long.MAX_VALUE), false);
    assertThat(clock.now()).isNotNull();
    clock.end();
    assertThat(clock.now()).isNull();
  }

  @Test
  void aTimerOfTheLengthThatItAnswersFindsItOver() {
    long millis = clock.begin(Duration.ofNanos(1), false);
    pass(Duration.ofMillis(millis));
    assertThat(clock.now()).isNull();
  }
}
