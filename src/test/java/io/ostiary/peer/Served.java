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

/** A verticle in its own Vert.x, on a port that the system chooses. */
public final class Served implements AutoCloseable {

  /**
   * Lingers longer than any test takes, so that a peer that is slow to send meets no reset. It ends
   * when the peer closes.
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

  /** Verticles of this supplier, on the best transport of this machine. */
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

  /** Verticles of this supplier. */
  public static Served on(
      TestTransport transport,
      Supplier<ListenerVerticle> verticles,
      JsonObject config,
      int instances)
      throws ExecutionException {
    return transport.withFastPath(
        () -> new Served(transport.newVertx(), verticles, instances, config));
  }

  /** Settings for a port that the system chooses, on 127.0.0.1. */
  public static JsonObject local() {
    return new JsonObject().put("port", -1).put("bind", "127.0.0.1");
  }

  /** The port that all instances listen on. */
  public int port() {
    return first.port();
  }

  /** The first instance. */
  public ListenerVerticle verticle() {
    return first;
  }

  /** Its Vert.x. */
  public Vertx vertx() {
    return vertx;
  }

  /** A new client. */
  public Peer peer() {
    return Peer.to(port());
  }

  /** Undeploys it; its Vert.x stays open. */
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

  /** The open descriptors of this process: the server's and its peers'. */
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
