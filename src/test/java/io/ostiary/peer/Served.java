package io.ostiary.peer;

import com.sun.management.UnixOperatingSystemMXBean;
import io.ostiary.ListenerVerticle;
import io.ostiary.command.Command;
import io.ostiary.listen.Timing;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** A verticle deployed in a Vert.x of its own, on a port that the system chose. */
public final class Served implements AutoCloseable {

  /**
   * Reads what a peer sends behind its final reply for as long as any test takes, so that a peer
   * that is slow to send it meets no reset. A peer that closes ends it.
   */
  public static final Timing PATIENT_LINGER =
      new Timing(
          Timing.DEFAULT.stall(),
          Timing.DEFAULT.finalWrite(),
          Duration.ofMinutes(1),
          Timing.DEFAULT.acceptRest());

  private final Vertx vertx;
  private final String deploymentId;
  private final ListenerVerticle first;

  private Served(Vertx vertx, Supplier<ListenerVerticle> instances, int count, JsonObject config)
      throws ExecutionException {
    this.vertx = vertx;
    AtomicReference<ListenerVerticle> made = new AtomicReference<>();
    DeploymentOptions options = new DeploymentOptions().setInstances(count).setConfig(config);
    try {
      this.deploymentId =
          await(
              vertx.deployVerticle(
                  () -> {
                    ListenerVerticle instance = instances.get();
                    made.compareAndSet(null, instance);
                    return instance;
                  },
                  options));
    } catch (ExecutionException e) {
      close(vertx);
      throw e;
    }
    this.first = made.get();
  }

  /** The built-in commands and the store, on the best transport there is. */
  public static Served with(JsonObject config, int instances) throws ExecutionException {
    return on(TestTransport.best(), config, instances);
  }

  /** The built-in commands and these. */
  public static Served with(Command... commands) throws ExecutionException {
    return with(2, commands);
  }

  /** The same with so many instances. */
  public static Served with(int instances, Command... commands) throws ExecutionException {
    return on(TestTransport.best(), instances, commands);
  }

  /** The built-in commands and the store. */
  public static Served on(TestTransport transport, JsonObject config, int instances)
      throws ExecutionException {
    return on(transport, ListenerVerticle::new, config, instances);
  }

  /** The built-in commands and these. */
  public static Served on(TestTransport transport, int instances, Command... commands)
      throws ExecutionException {
    return on(transport, () -> serving(commands), local(), instances);
  }

  /** Verticles as a program makes them, on the best transport there is. */
  public static Served of(int instances, Supplier<ListenerVerticle> verticles)
      throws ExecutionException {
    return on(TestTransport.best(), verticles, local(), instances);
  }

  /** A verticle with these commands. */
  public static ListenerVerticle serving(Command... commands) {
    ListenerVerticle verticle = new ListenerVerticle();
    Arrays.asList(commands).forEach(verticle::command);
    return verticle;
  }

  /** What these verticles serve. */
  public static Served on(
      TestTransport transport,
      Supplier<ListenerVerticle> verticles,
      JsonObject config,
      int instances)
      throws ExecutionException {
    return transport.withFastPath(
        () -> new Served(transport.newVertx(), verticles, instances, config));
  }

  /** Settings for a port that the system chooses, on IPv4's loopback interface. */
  public static JsonObject local() {
    return new JsonObject().put("port", -1).put("bind", "127.0.0.1");
  }

  /** The port that all instances listen on. */
  public int port() {
    return first.port();
  }

  /** The instance that was made first. */
  public ListenerVerticle verticle() {
    return first;
  }

  /** The Vert.x that it runs in. */
  public Vertx vertx() {
    return vertx;
  }

  /** A new client. */
  public Peer peer() {
    return Peer.to(port());
  }

  /** Undeploys it, and leaves its Vert.x. */
  public void undeploy() throws ExecutionException {
    await(vertx.undeploy(deploymentId));
  }

  @Override
  public void close() {
    close(vertx);
  }

  private static void close(Vertx vertx) {
    try {
      await(vertx.close());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many descriptors this process has open: the server's and those of its peers. */
  public static long openDescriptors() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getOpenFileDescriptorCount();
  }

  /** Waits for a future, at most 30 seconds. */
  public static <T> T await(Future<T> future) throws ExecutionException {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}
