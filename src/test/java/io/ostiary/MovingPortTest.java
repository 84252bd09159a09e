package io.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import io.ostiary.peer.EachTransport;
import io.ostiary.peer.FreePort;
import io.ostiary.peer.Peer;
import io.ostiary.peer.Served;
import io.ostiary.peer.TestTransport;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The promise of a live change: who connects to a port that is in force, or was until half a second
 * ago, is served.
 */
final class MovingPortTest {

  private static final int ATTEMPTS = 1000;
  private static final int CHANGES = 20;
  private static final int THREADS = 4;

  /**
   * Less than an old port stays open; an attempt that the scheduler held up longer proves nothing.
   */
  private static final long PROMISED_NANOS = 400_000_000;

  private final AtomicInteger inForce = new AtomicInteger();
  private final AtomicInteger served = new AtomicInteger();
  private final Queue<String> lost = new ConcurrentLinkedQueue<>();

  private void attempt() {
    long begin = System.nanoTime();
    int port = inForce.get();
    try (Peer peer = Peer.to(port)) {
      assertThat(peer.ask("PING")).isEqualTo("+PONG");
      served.incrementAndGet();
    } catch (UncheckedIOException | AssertionError e) {
      if (System.nanoTime() - begin < PROMISED_NANOS) {
        lost.add(port + ": " + e);
      }
    }
  }

  private void attemptMany() {
    while (served.get() + lost.size() < ATTEMPTS) {
      attempt();
    }
  }

  @EachTransport
  void noAttemptIsLostWhileThePortChangesTwentyTimes(TestTransport on) throws Exception {
    int[] ports = {FreePort.find(), FreePort.find(), FreePort.find()};
    try (Served server = Served.on(on, Served.local(), 3);
        Peer client = server.peer()) {
      inForce.set(server.port());
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Thread thread = new Thread(this::attemptMany);
        thread.start();
        threads.add(thread);
      }
      for (int i = 0; i < CHANGES; i++) {
        int port = ports[i % ports.length];
        assertThat(client.ask("CONFIG SET port " + port)).isEqualTo("+OK");
        inForce.set(port);
        int next = Math.min(ATTEMPTS, (i + 1) * ATTEMPTS / CHANGES);
        while (served.get() < next && lost.isEmpty()) {
          Thread.onSpinWait();
        }
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(lost).isEmpty();
      assertThat(served.get()).isGreaterThanOrEqualTo(ATTEMPTS);
    }
  }
}
