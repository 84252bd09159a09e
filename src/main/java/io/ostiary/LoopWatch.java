package io.ostiary;

import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process with {@link #STATUS} when it can no longer serve or stop: when an event loop has
 * ended by itself, which an Error does to it, or when a shutdown does not come to its end. A loop
 * that is busy, however long, is left alone.
 *
 * <p>Runs on a daemon thread of its own, which takes no memory while it looks: a full heap is what
 * most often ends a loop. Its methods may be called from any thread.
 */
final class LoopWatch implements Runnable {

  /** The exit status of a process that its own fault has ended; EX_SOFTWARE of sysexits.h. */
  static final int STATUS = 70;

  private static final Logger log = LoggerFactory.getLogger(LoopWatch.class);

  private static final long PERIOD_MILLIS = 250;

  /** How long a loop may take to run a task before a shutdown takes it for stuck. */
  private static final int ANSWER_SECONDS = 2;

  private static final String LOST_LOOP =
      "An event loop has ended by an error, and its clients get no more answers: the process ends"
          + " with status "
          + STATUS;

  private static final byte[] LOST_LOOP_LINE = line(LOST_LOOP);
  private static final byte[] NO_END_LINE =
      line("The shutdown does not come to its end: the process ends with status " + STATUS);

  private static final FileOutputStream STANDARD_ERROR = new FileOutputStream(FileDescriptor.err);

  // An array: to go through a list takes memory.
  private final EventExecutor[] loops;
  private volatile boolean stopping;
  private volatile long stoppedByNanos;

  private LoopWatch(List<EventExecutor> loops) {
    this.loops = loops.toArray(EventExecutor[]::new);
  }

  /** Watches all event loops of this Vert.x from now on. */
  static LoopWatch over(Vertx vertx) {
    LoopWatch watch = new LoopWatch(Transports.loops(vertx));
    Thread thread = new Thread(watch, "loop-watch");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  /** Expects the loops to end from now on, and the process to have ended after {@code longest}. */
  void stopping(Duration longest) {
    stoppedByNanos = System.nanoTime() + longest.toNanos();
    stopping = true;
  }

  /** Whether every loop that has not ended runs a task within two seconds. Blocks for so long. */
  boolean allAnswer() throws InterruptedException {
    CountDownLatch answers = new CountDownLatch(loops.length);
    for (EventExecutor loop : loops) {
      try {
        loop.execute(answers::countDown);
      } catch (RejectedExecutionException e) {
        answers.countDown();
      }
    }
    return answers.await(ANSWER_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void run() {
    while (true) {
      try {
        Thread.sleep(PERIOD_MILLIS);
        look();
      } catch (InterruptedException | RuntimeException | Error e) {
        // Not even logged, which takes memory: nothing may end this thread, and it looks again.
      }
    }
  }

  private void look() throws InterruptedException {
    if (stopping) {
      if (System.nanoTime() - stoppedByNanos > 0) {
        // Not to the log, which may be what blocks.
        end(NO_END_LINE);
      }
      return;
    }
    EventExecutor lost = lostLoop();
    if (lost != null) {
      // It is on its way down, and only then tells why.
      Thread.sleep(PERIOD_MILLIS);
      if (!stopping) {
        end(lost);
      }
    }
  }

  /** A loop that has ended, or begun to, without being told; null if there is none. */
  private EventExecutor lostLoop() {
    for (int i = 0; i < loops.length; i++) {
      if (loops[i].isShuttingDown()) {
        return loops[i];
      }
    }
    return null;
  }

  /** Ends the process if a loop is lost. */
  void endIfLoopIsLost() {
    EventExecutor lost = lostLoop();
    if (lost != null) {
      end(lost);
    }
  }

  private static void end(EventExecutor lost) {
    try {
      log.error("{}: {}", LOST_LOOP, String.valueOf(lost.terminationFuture().cause()));
    } finally {
      end(LOST_LOOP_LINE);
    }
  }

  /** Without memory: in a full heap no stream can be opened and no text be made. */
  private static void end(byte[] line) {
    try {
      STANDARD_ERROR.write(line);
    } catch (IOException e) {
      log.debug("Cannot write to standard error", e);
    } finally {
      Runtime.getRuntime().halt(STATUS);
    }
  }

  private static byte[] line(String text) {
    return ("ostiary: " + text + System.lineSeparator()).getBytes(StandardCharsets.UTF_8);
  }
}
