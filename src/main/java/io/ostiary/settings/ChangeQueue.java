package io.ostiary.settings;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Runs one change after the other, in the order in which they came. Safe for any thread. A change
 * that finds the queue empty runs at once on its caller's thread; one that waits runs on the thread
 * that finished the one before it, and completes in its caller's own context.
 */
final class ChangeQueue {

  /** Clients wait for the answer to one CONFIG SET before the next: more is a flood. */
  static final int MOST_WAITING = 1024;

  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private boolean running;

  /** Runs a change when it is its turn; fails at once if too many wait. */
  Future<Void> add(Supplier<Future<Void>> change) {
    Waiting added = new Waiting(change, Promise.promise(), Vertx.currentContext());
    synchronized (this) {
      if (running) {
        if (waiting.size() >= MOST_WAITING) {
          return Future.failedFuture(
              new SettingException(
                  "", "CONFIG SET failed - busy with " + MOST_WAITING + " earlier changes"));
        }
        waiting.add(added);
        return added.done().future();
      }
      running = true;
    }
    run(added);
    return added.done().future();
  }

  private void run(Waiting first) {
    for (Waiting next = first; next != null; next = following()) {
      Waiting change = next;
      Future<Void> result = change.begin();
      if (!result.isComplete()) {
        result.onComplete(
            ended -> {
              change.end(ended);
              run(following());
            });
        return;
      }
      change.end(result);
    }
  }

  /** The next in line; null, and the queue at rest, if there is none. */
  private synchronized Waiting following() {
    Waiting next = waiting.poll();
    running = next != null;
    return next;
  }

  private record Waiting(Supplier<Future<Void>> change, Promise<Void> done, Context caller) {

    Future<Void> begin() {
      try {
        return change.get();
      } catch (Throwable e) { // Also an Error: those that wait have their turn all the same.
        return Future.failedFuture(e);
      }
    }

    void end(AsyncResult<Void> result) {
      if (caller == null || caller == Vertx.currentContext()) {
        done.handle(result);
      } else {
        caller.runOnContext(nothing -> done.handle(result));
      }
    }
  }
}
