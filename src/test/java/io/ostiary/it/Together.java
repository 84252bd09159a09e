package io.ostiary.it;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** The same work in several threads at once. */
final class Together {

  private Together() {}

  /** Runs what is made for each of the threads, numbered from 0, and returns what each returned. */
  static <T> List<T> run(int threads, IntFunction<Callable<T>> work)
      throws InterruptedException, ExecutionException, TimeoutException {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<T>> working = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        working.add(executor.submit(work.apply(i)));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : working) {
        results.add(one.get(Spawned.PATIENCE.toSeconds(), TimeUnit.SECONDS));
      }
      return results;
    } finally {
      executor.shutdownNow();
    }
  }
}
