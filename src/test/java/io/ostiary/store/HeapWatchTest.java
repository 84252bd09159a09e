package io.ostiary.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeapWatchTest {

  private final FakeHeap heap = new FakeHeap();
  private final AtomicLong nanos = new AtomicLong();
  private final HeapWatch watch = new HeapWatch(heap, nanos::get);

  @Test
  void hasRoomUntilNineTenths() {
    assertThat(watch.isFull(800, 100)).isFalse();
    assertThat(watch.isFull(800, 101)).isTrue();
  }

  @Test
  void countsWhatOthersHaveLeftAfterACollection() {
    heap.left = 500;
    heap.leftByTheNext = 500;
    assertThat(watch.isFull(300, 300)).isFalse(); // 200 are not the store's
    assertThat(watch.isFull(600, 101)).isTrue();
    assertThat(watch.isFull(600, 100)).isFalse();
  }

  @Test
  void countsWhatTheStoreGaveUpThoughNothingWasCollected() {
    heap.left = 900;
    heap.leftByTheNext = 900;
    assertThat(watch.isFull(700, 1)).isTrue();
    assertThat(watch.isFull(100, 500)).isFalse();
  }

  @Test
  void believesNothingOldOnceTheHeapIsSmall() {
    heap.left = 900;
    heap.leftByTheNext = 900;
    assertThat(watch.isFull(0, 1)).isTrue();
    heap.committed = 799;
    assertThat(watch.isFull(0, 1)).isFalse();
  }

  @Test
  void measuresAgainstTheOldGeneration() {
    heap.oldMax = 500;
    heap.left = 400;
    assertThat(watch.isFull(400, 51)).isTrue();
    assertThat(watch.isFull(400, 50)).isFalse();
  }

  @Test
  void looksOncePerManyRequests() {
    for (int i = 0; i < 1280; i++) {
      assertThat(watch.isFull(1, 1)).isFalse();
    }
    assertThat(heap.looks).isBetween(9, 11);
    assertThat(watch.isFull(1, 1 << 20)).isTrue();
    assertThat(heap.looks).isBetween(11, 13);
  }

  @Test
  void looksNoMoreOftenWhenSeveralThreadsAsk() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          new Thread(
              () -> {
                for (int n = 0; n < 12_800; n++) {
                  watch.isFull(1, 1);
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    // Each counts for itself, unless it shares its count with another one.
    assertThat(heap.looks).isBetween(90, 4 * 100 + 4);
  }

  @Test
  void hasTheHeapCollectedNowAndThenWhileOthersFillIt() {
    heap.left = 950;
    heap.leftByTheNext = 940;
    assertThat(watch.isFull(0, 1)).isTrue();
    assertThat(watch.isFull(0, 1)).isTrue();
    assertThat(heap.collections).isEqualTo(1);
    heap.leftByTheNext = 100;
    nanos.set(TimeUnit.SECONDS.toNanos(10));
    assertThat(watch.isFull(0, 1)).isFalse();
    assertThat(heap.collections).isEqualTo(2);
  }

  @Test
  void hasNothingCollectedWhereTheStoreAloneFillsIt() {
    assertThat(watch.isFull(900, 1)).isTrue();
    assertThat(heap.collections).isZero();
  }

  @Test
  void readsTheHeapOfThisJvm() {
    JvmHeap real = new JvmHeap();
    real.collect();
    assertThat(real.oldBytesAfterCollection()).isPositive().isLessThan(real.maxBytes());
    assertThat(real.oldMaxBytes()).isPositive().isLessThanOrEqualTo(real.maxBytes());
    assertThat(real.usedBytes()).isPositive().isLessThanOrEqualTo(real.committedBytes());
  }
}
