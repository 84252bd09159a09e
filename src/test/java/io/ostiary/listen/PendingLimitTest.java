package io.ostiary.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class PendingLimitTest {

  @Test
  void givesWhatThereIsAndNoByteMore() {
    PendingLimit limit = new PendingLimit(100);

    assertThat(limit.take(60)).isTrue();
    assertThat(limit.take(41)).isFalse();
    assertThat(limit.take(40)).isTrue();
    assertThat(limit.take(1)).isFalse();
    assertThat(limit.take(0)).isTrue();
    limit.giveBack(60);
    assertThat(limit.taken()).isEqualTo(40);
    assertThat(limit.take(60)).isTrue();
  }

  @Test
  void givesNoMoreToManyThreadsThanToOne() throws Exception {
    PendingLimit limit = new PendingLimit(1_000);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Integer>> takers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        takers.add(
            () -> {
              int taken = 0;
              for (int n = 0; n < 1_000; n++) {
                taken += limit.take(3) ? 3 : 0;
              }
              return taken;
            });
      }
      int all = 0;
      for (Future<Integer> taken : threads.invokeAll(takers)) {
        all += taken.get();
      }
      assertThat(all).isEqualTo(999);
      assertThat(limit.taken()).isEqualTo(999);
    } finally {
      threads.shutdownNow();
    }
  }
}
