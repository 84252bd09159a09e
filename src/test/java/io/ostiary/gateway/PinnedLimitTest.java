package io.ostiary.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Permits under many threads: never one more than may be, and none is lost. */
final class PinnedLimitTest {

  @Test
  void thereAreNeverMoreThanTheLimitAndAllComeBack() throws Exception {
    PinnedLimit limit = new PinnedLimit(() -> 5);
    AtomicInteger held = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Future<?>> done = new ArrayList<>();
    for (int thread = 0; thread < 16; thread++) {
      done.add(
          threads.submit(
              () -> {
                for (int i = 0; i < 20_000; i++) {
                  if (limit.take()) {
                    taken.incrementAndGet();
                    most.accumulateAndGet(held.incrementAndGet(), Math::max);
                    held.decrementAndGet();
                    limit.release();
                  }
                }
              }));
    }
    for (Future<?> one : done) {
      one.get();
    }
    threads.shutdown();
    assertThat(most.get()).isBetween(1, 5);
    assertThat(taken.get()).isPositive();
    assertThat(limit.taken()).isZero();
    for (int i = 0; i < 5; i++) {
      assertThat(limit.take()).isTrue();
    }
    assertThat(limit.take()).isFalse();
    assertThat(limit.taken()).isEqualTo(5);
  }

  @Test
  void whoHasWaitedLongestIsWokenByWhatComesBackAndOnlyOnce() {
    PinnedLimit limit = new PinnedLimit(() -> 1);
    List<String> woken = new ArrayList<>();
    assertThat(limit.take()).isTrue();
    Runnable second = () -> woken.add("second");
    limit.await(() -> woken.add("first"));
    limit.await(second);
    limit.await(() -> woken.add("third"));
    limit.forget(second);
    assertThat(limit.waiting()).isEqualTo(2);
    limit.release();
    assertThat(woken).containsExactly("first");
    limit.wakeOne();
    limit.wakeOne();
    assertThat(woken).containsExactly("first", "third");
    assertThat(limit.hasWaiting()).isFalse();
  }

  @Test
  void aLowerLimitHoldsFromTheNextPermitOn() {
    AtomicInteger most = new AtomicInteger(2);
    PinnedLimit limit = new PinnedLimit(most::get);
    assertThat(limit.take()).isTrue();
    assertThat(limit.take()).isTrue();
    most.set(1);
    limit.release();
    assertThat(limit.take()).isFalse();
    limit.release();
    assertThat(limit.take()).isTrue();
  }
}
