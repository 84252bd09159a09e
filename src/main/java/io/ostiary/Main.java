package io.ostiary;

import io.ostiary.listen.ListenException;
import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Directives;
import io.ostiary.settings.Settings;
import io.ostiary.settings.load.CommandLine;
import io.ostiary.settings.load.SettingsLoader;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.transport.Transport;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server as a program: {@code java -jar ostiary.jar [FILE] [--DIRECTIVE VALUE ...]}, the way
 * redis-server is started. Ends with status 0 after SHUTDOWN, SIGTERM and SIGINT, with 1 when it
 * cannot start.
 */
public final class Main {

  private static final Logger log = LoggerFactory.getLogger(Main.class);

  private static final int CANNOT_START = 1;

  /** How long a signal waits for a start to get through; looking up a name may take longer. */
  private static final int LONGEST_START_SECONDS = 1;

  private Main() {}

  /** Starts the server, or does what else the arguments ask for. */
  public static void main(String[] arguments) {
    try {
      run(CommandLine.parse(arguments), System.out);
    } catch (ConfigurationException | ListenException e) {
      // For the one who starts it: what is wrong and what would be right, and no stack trace.
      System.err.println("ostiary: " + e.getMessage());
      System.exit(CANNOT_START);
    } catch (RuntimeException | Error e) {
      // Without the exit, the event loops would keep a process alive that serves nobody.
      System.err.println("ostiary: cannot start, by a mistake of its own:");
      e.printStackTrace();
      System.exit(CANNOT_START);
    }
  }

  private static void run(CommandLine commandLine, PrintStream out) {
    switch (commandLine.mode()) {
      case HELP -> out.print(CommandLine.help());
      case VERSION -> out.println("ostiary " + Version.text());
      case CHECK -> {
        Settings settings = load(commandLine);
        SharedServer.check(settings);
        settings.notices().forEach(out::println);
        out.println("OK");
      }
      case SERVE -> serve(load(commandLine));
    }
  }

  private static Settings load(CommandLine commandLine) {
    return SettingsLoader.load(commandLine.file(), commandLine.directives());
  }

  private static void serve(Settings settings) {
    int eventLoops = settings.get(Directives.EVENT_LOOPS);
    Vertx vertx = newVertx(eventLoops, Transports.of(settings.get(Directives.TRANSPORT)));
    log.info("Ostiary {} starts, process {}", Version.text(), ProcessHandle.current().pid());
    List<ListenerVerticle> instances = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> started = new CompletableFuture<>();
    Thread hook = new Thread(() -> stop(vertx, instances, started), "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    DeploymentOptions options = new DeploymentOptions().setInstances(eventLoops);
    try {
      await(
          vertx.deployVerticle(
              () -> {
                ListenerVerticle instance = new ListenerVerticle(settings, Main::exit);
                instances.add(instance);
                return instance;
              },
              options));
    } catch (RuntimeException e) {
      // The hook would end this with a status of 0.
      Runtime.getRuntime().removeShutdownHook(hook);
      await(vertx.close());
      throw e;
    } finally {
      started.complete(null);
    }
  }

  private static Vertx newVertx(int eventLoops, Transport transport) {
    try {
      return Vertx.builder()
          .with(new VertxOptions().setEventLoopPoolSize(eventLoops))
          .withTransport(transport)
          .build();
    } catch (IllegalStateException e) {
      throw new ConfigurationException(
          "cannot make "
              + eventLoops
              + " event loops ("
              + e.getMessage()
              + "): each takes a few descriptors; lower event-loops, or raise the open-file limit,"
              + " for example: ulimit -n 10000");
    }
  }

  // Exiting waits for the shutdown hook, which waits for the event loop that may be the caller's.
  private static void exit() {
    new Thread(() -> System.exit(0), "exit").start();
  }

  private static void stop(
      Vertx vertx, List<ListenerVerticle> instances, CompletableFuture<Void> started) {
    // What is closed while it opens may still accept a client that nobody serves.
    started.completeOnTimeout(null, LONGEST_START_SECONDS, TimeUnit.SECONDS).join();
    // A signal may come before there is an instance, or before it has its settings.
    Duration timeout = instances.isEmpty() ? Duration.ZERO : instances.get(0).shutdownTimeout();
    log.info("Shutting down: letting replies leave, at most {} s", timeout.toSeconds());
    try {
      // A timeout of 0 closes at once, which takes a moment, too.
      long millis = Math.max(1_000, timeout.toMillis());
      vertx.close().toCompletionStage().toCompletableFuture().get(millis, TimeUnit.MILLISECONDS);
      log.info("All connections are closed; bye");
    } catch (TimeoutException e) {
      log.warn("Not all connections could be closed in time (shutdown-timeout); bye");
    } catch (ExecutionException | InterruptedException e) {
      log.warn("The shutdown was not orderly", e);
    }
    // The JVM would report the signal as its status; an orderly end is a 0.
    Runtime.getRuntime().halt(0);
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
