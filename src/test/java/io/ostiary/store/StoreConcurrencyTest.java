package io.ostiary.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several event loops on one store. */
@Timeout(60)
final class StoreConcurrencyTest {

  private static final int THREADS = 8;
  private static final int ROUNDS = 5_000;

  private final Store store = new Store(1);
  private final CyclicBarrier start = new CyclicBarrier(THREADS);
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  @AfterEach
  void stopsTheThreads() {
    threads.shutdownNow();
  }

  @Test
  void countsEveryIncrement() throws Exception {
    onEveryThread(
        thread -> {
          Asker asker = new Asker(store);
          for (int i = 0; i < ROUNDS; i++) {
            asker.ask("INCR n");
          }
          return 0;
        });
    assertThat(new Asker(store).ask("GET n")).isEqualTo("$5 " + THREADS * ROUNDS);
  }

  @Test
  void letsExactlyOneSetWhatIsAbsent() throws Exception {
    int rounds = 500;
    List<Integer> wins =
        onEveryThread(
            thread -> {
              Asker asker = new Asker(store);
              int won = 0;
              for (int i = 0; i < rounds; i++) {
                start.await(30, TimeUnit.SECONDS);
                if (asker.ask("SET lock" + i + " " + thread + " NX").equals("+OK")) {
                  won++;
                }
              }
              return won;
            });
    assertThat(wins.stream().mapToInt(Integer::intValue).sum()).isEqualTo(rounds);
  }

  @Test
  void showsSeveralKeysAsTheyWereSetTogether() throws Exception {
    new Asker(store).ask("MSET a 0 b 0");
    List<Integer> torn =
        onEveryThread(
            thread -> {
              Asker asker = new Asker(store);
              int seenTorn = 0;
              for (int i = 0; i < ROUNDS; i++) {
                int value = thread * ROUNDS + i;
                asker.ask("MSET a " + value + " b " + value);
                String[] both = asker.ask("MGET a b").split(" ", -1);
                seenTorn += both[2].equals(both[4]) ? 0 : 1;
              }
              return seenTorn;
            });
    assertThat(torn).containsOnly(0);
  }

  private List<Integer> onEveryThread(Work work) throws Exception {
    List<Future<Integer>> running = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      running.add(
          threads.submit(
              () -> {
                start.await(30, TimeUnit.SECONDS);
                return work.on(thread);
              }));
    }
    List<Integer> results = new ArrayList<>();
    for (Future<Integer> each : running) {
      results.add(each.get(30, TimeUnit.SECONDS));
    }
    return results;
  }

  /** The work of one thread, given its number. */
  @FunctionalInterface
  private interface Work {

    int on(int thread) throws Exception;
  }
}
