package io.ostiary;

import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Directives;
import io.ostiary.settings.Settings;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's process, from its start to its end by a signal, by SHUTDOWN, or because it cannot go
 * on. A JVM has one. The end is a thread of the JVM's own, a shutdown hook.
 */
final class ServerProcess {

  private static final Logger log = LoggerFactory.getLogger(ServerProcess.class);

  /** How long a signal waits for a start to get through; looking up a name may take longer. */
  private static final int LONGEST_START_SECONDS = 1;

  /** What closing takes beside {@code shutdown-timeout}, at the very most. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final BiFunction<Settings, Runnable, ListenerVerticle> instance;
  private final List<ListenerVerticle> instances = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private final Thread hook = new Thread(this::stop, "shutdown");
  private volatile Vertx vertx;
  private volatile LoopWatch watch;
  private volatile boolean stopping;

  /**
   * Prepares a process; {@link #serve} starts it.
   *
   * @param instance makes an instance of the verticle, of the settings and what SHUTDOWN does
   */
  ServerProcess(BiFunction<Settings, Runnable, ListenerVerticle> instance) {
    this.instance = instance;
  }

  /**
   * Reads the settings and serves. Returns when it serves, or when a signal came first.
   *
   * @throws RuntimeException if it cannot start; nothing of it runs then
   */
  void serve(Supplier<Settings> load) {
    // First of all: a signal ends a start, too, in order.
    if (!addHook()) {
      return;
    }
    Signals.ignoreHangUp();
    try {
      Settings settings = load.get();
      if (!stopping) {
        start(settings);
      }
    } catch (RuntimeException | Error e) {
      if (mayFail()) {
        throw e;
      }
    } finally {
      started.complete(null);
    }
  }

  /** False if a signal came first: the JVM is ending. */
  private boolean addHook() {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private void start(Settings settings) {
    Logging.apply(settings);
    log.info("Ostiary {} starts, process {}", Version.text(), ProcessHandle.current().pid());
    int eventLoops = settings.get(Directives.EVENT_LOOPS);
    Vertx made = newVertx(eventLoops, Transports.of(settings.get(Directives.TRANSPORT)));
    watch = LoopWatch.over(made);
    vertx = made;
    if (stopping) {
      return;
    }
    await(
        made.deployVerticle(
            () -> {
              ListenerVerticle one = instance.apply(settings, ServerProcess::exit);
              instances.add(one);
              return one;
            },
            new DeploymentOptions().setInstances(eventLoops)));
  }

  /** Whether a failed start is to be told; a signal that ends the start fails it on purpose. */
  private boolean mayFail() {
    try {
      // The hook would end this with a status of 0.
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return false;
    }
    if (vertx != null) {
      watch.stopping(MARGIN);
      await(vertx.close());
    }
    return true;
  }

  private static Vertx newVertx(int eventLoops, Transport transport) {
    try {
      return Vertx.builder()
          .with(new VertxOptions().setEventLoopPoolSize(eventLoops))
          .withTransport(transport)
          .build();
    } catch (IllegalStateException e) {
      throw new ConfigurationException(
          "cannot make " + eventLoops + " event loops (" + reasons(e) + ")" + remedy(e));
    }
  }

  private static String reasons(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? failure.getMessage() : failure.getMessage() + "; " + reasons(cause);
  }

  private static String remedy(IllegalStateException failure) {
    return reasons(failure).contains("open files")
        ? ": each takes a few descriptors; lower event-loops, or raise the open-file limit, for"
            + " example: ulimit -n 10000"
        : "";
  }

  // Exiting waits for the shutdown hook, which waits for the event loop that may be the caller's.
  private static void exit() {
    new Thread(() -> System.exit(0), "exit").start();
  }

  // The end

  private void stop() {
    int status = LoopWatch.STATUS;
    try {
      stopping = true;
      status = close();
    } catch (RuntimeException | Error | InterruptedException e) {
      log.error("The shutdown was not orderly", e);
    } finally {
      // The JVM would report the signal as its status; an orderly end is a 0.
      Runtime.getRuntime().halt(status);
    }
  }

  private int close() throws InterruptedException {
    // What is closed while it opens may still accept a client that is never served.
    started.completeOnTimeout(null, LONGEST_START_SECONDS, TimeUnit.SECONDS).join();
    if (vertx == null) {
      log.info("Stopped before it served; bye");
      return 0;
    }
    watch.endIfLoopIsLost();
    // A signal may come before there is an instance, or before it has its settings.
    Duration timeout = instances.isEmpty() ? Duration.ZERO : instances.get(0).shutdownTimeout();
    watch.stopping(timeout.plus(MARGIN));
    log.info("Shutting down: letting replies leave, at most {} s", timeout.toSeconds());
    try {
      // A timeout of 0 closes at once, which takes a moment, too.
      long millis = Math.max(1_000, timeout.toMillis());
      vertx.close().toCompletionStage().toCompletableFuture().get(millis, TimeUnit.MILLISECONDS);
      log.info("All connections are closed; bye");
      return 0;
    } catch (TimeoutException e) {
      return late();
    } catch (ExecutionException e) {
      log.warn("The shutdown was not orderly", e);
      return 0;
    }
  }

  private int late() throws InterruptedException {
    if (!watch.allAnswer()) {
      log.error("An event loop is stuck, and its connections were not closed; bye");
      return LoopWatch.STATUS;
    }
    log.warn("Not all connections could be closed in time (shutdown-timeout); bye");
    return 0;
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting", e);
    }
  }
}
