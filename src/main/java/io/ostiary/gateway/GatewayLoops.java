package io.ostiary.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** The event loops on which a gateway serves. Safe from any thread. */
final class GatewayLoops {

  private final Map<Thread, GatewayLoop> loops = new ConcurrentHashMap<>();

  /** This thread's loop begins. */
  void add(GatewayLoop loop) {
    loops.put(Thread.currentThread(), loop);
  }

  /** This thread's loop ends; null if there is none. */
  GatewayLoop remove() {
    return loops.remove(Thread.currentThread());
  }

  /** This thread's. */
  GatewayLoop current() {
    return loops.get(Thread.currentThread());
  }

  /** Any of them. */
  GatewayLoop any() {
    return loops.values().stream().findFirst().orElseThrow();
  }

  /** Does something on each of them, in its turn. */
  void onEach(Consumer<GatewayLoop> action) {
    loops.values().forEach(loop -> loop.connector().afterTurn(() -> action.accept(loop)));
  }

  /** What each of them answers, in its turn; complete when all have. */
  <T> List<Future<T>> askEach(Function<GatewayLoop, T> question) {
    List<Future<T>> answers = new ArrayList<>();
    for (GatewayLoop loop : loops.values()) {
      Promise<T> answer = Promise.promise();
      loop.connector().afterTurn(() -> answer.complete(question.apply(loop)));
      answers.add(answer.future());
    }
    return answers;
  }
}
