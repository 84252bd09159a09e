package io.ostiary.listen.netserver;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Spreads handshakes over the turns of an event loop, so that a crowd of newcomers does not hold up
 * those who are inside. On that event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What fails is logged by the loop.
final class HandshakePace {

  /** A task that follows at once would come before what the loop's sockets wait for. */
  private static final long REST_MILLIS = 1;

  private final EventLoop loop;
  private final IntSupplier perTurn;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private int begun;
  private boolean turnIsCounted;

  HandshakePace(EventLoop loop, IntSupplier perTurn) {
    this.loop = loop;
    this.perTurn = perTurn;
  }

  /** Begins a handshake in this turn, or in a later one; the newest first. */
  void begin(Runnable handshake) {
    if (begun < perTurn.getAsInt()) {
      run(handshake);
    } else {
      waiting.addLast(handshake);
    }
  }

  private void run(Runnable handshake) {
    begun++;
    countTurn();
    handshake.run();
  }

  private void countTurn() {
    if (!turnIsCounted) {
      turnIsCounted = true;
      loop.schedule(this::nextTurn, REST_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void nextTurn() {
    turnIsCounted = false;
    begun = 0;
    while (!waiting.isEmpty() && begun < perTurn.getAsInt()) {
      run(waiting.removeLast());
    }
  }
}
