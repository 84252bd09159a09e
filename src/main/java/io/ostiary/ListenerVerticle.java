package io.ostiary;

import io.netty.buffer.ByteBuf;
import io.ostiary.admission.Arrival;
import io.ostiary.admission.Verdict;
import io.ostiary.gateway.Gateway;
import io.ostiary.listen.Arriving;
import io.ostiary.listen.Endpoint;
import io.ostiary.listen.ListenException;
import io.ostiary.listen.ListenOptions;
import io.ostiary.listen.Listener;
import io.ostiary.listen.ListenerSpec;
import io.ostiary.listen.Listeners;
import io.ostiary.listen.Timing;
import io.ostiary.listen.epoll.EpollListener;
import io.ostiary.listen.epoll.EpollLoop;
import io.ostiary.listen.netserver.NetServerListener;
import io.ostiary.resp.Reply;
import io.ostiary.resp.ReplyEncoder;
import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Directives;
import io.ostiary.settings.Settings;
import io.ostiary.tls.LiveTls;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServerOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for RESP clients, decides who may come in, and serves them. Deploy it on event loops,
 * with as many instances as are to serve: they share the addresses, the places and the table of
 * clients, and connections are spread over them.
 *
 * <p>The verticle's {@code config()} takes Redis's directives by their names, over those of the
 * configuration file and the environment. A deployment fails with a {@link
 * io.ostiary.settings.ConfigurationException} or a {@link io.ostiary.listen.ListenException} whose
 * message says what was wrong and what would be right.
 */
public final class ListenerVerticle extends EmbeddableVerticle {

  private static final Logger log = LoggerFactory.getLogger(ListenerVerticle.class);

  /** How often idle clients are looked for: well within the second they may stay too long. */
  private static final long TICK_MILLIS = 250;

  private final JsonObject options;
  private final Optional<Settings> loaded;
  private final Runnable shutdown;
  private final Sessions sessions = new Sessions();
  private SharedServer server;
  private Timing timing = Timing.DEFAULT;
  private ListenOptions listenOptions;
  private Optional<EpollLoop> fastPath = Optional.empty();
  private Listeners listeners;
  private Deployment deployment;
  private boolean first;
  private boolean stopping;

  /** Serves the built-in commands, and a small keyspace in memory unless commands are added. */
  public ListenerVerticle() {
    this(new OstiaryOptions());
  }

  /**
   * Serves by these options; what the verticle's {@code config()} says wins over them.
   *
   * @param options copied
   */
  public ListenerVerticle(OstiaryOptions options) {
    this.options = options.toJson();
    this.loaded = Optional.empty();
    this.shutdown = this::undeploy;
  }

  /**
   * Serves for a program of its own.
   *
   * @param loaded the settings, instead of those it would load
   * @param shutdown what SHUTDOWN does, instead of undeploying
   */
  ListenerVerticle(Settings loaded, Runnable shutdown) {
    this.options = new JsonObject();
    this.loaded = Optional.of(loaded);
    this.shutdown = shutdown;
  }

  /** Other times than usual, for tests; before it is deployed. */
  ListenerVerticle withTiming(Timing times) {
    timing = times;
    return this;
  }

  /** How long a shutdown may take, by the setting in force; zero before there is a server. */
  Duration shutdownTimeout() {
    return server()
        .map(serving -> serving.settings().now().get(Directives.SHUTDOWN_TIMEOUT))
        .orElse(Duration.ZERO);
  }

  @Override
  public Future<?> start() {
    if (context.threadingModel() != ThreadingModel.EVENT_LOOP) {
      return Future.failedFuture(
          "Ostiary runs on event loops: deploy it without setThreadingModel, not as "
              + context.threadingModel());
    }
    embedding().seal();
    deployment = Deployment.of(vertx, deploymentID());
    first = deployment.instanceStarts();
    Future<SharedServer> served =
        first
            ? serveFirst().onFailure(this::failed).onComplete(deployment.server()::handle)
            : deployment.serverOn(context).compose(made -> serveToo(made).onFailure(this::failed));
    // Vert.x does not stop an instance that failed to start.
    return served.onFailure(failure -> deployment.instanceStopped(vertx, deploymentID()));
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    deployment.instanceStopped(vertx, deploymentID());
    if (listeners == null) {
      return Future.succeededFuture();
    }
    // Before the connections are closed, so that a session knows the reason by then.
    sessions.shutdown();
    // The last tenth of the time is for closing those who did not take their replies.
    return listeners
        .close(shutdownTimeout().multipliedBy(9).dividedBy(10))
        .onComplete(closed -> server.gateway().ifPresent(Gateway::leave));
  }

  // The first instance makes the server and opens the addresses; the others join

  private Future<SharedServer> serveFirst() {
    return loaded
        .map(Future::succeededFuture)
        .orElseGet(() -> Startup.settings(vertx, options.copy().mergeIn(config())))
        .compose(settings -> Logging.atStart(vertx, settings))
        .compose(settings -> Startup.tls(vertx, settings).map(tls -> makeServer(settings, tls)))
        .compose(
            made ->
                open(made)
                    .compose(opened -> Startup.announce(vertx, made, opened, loaded.isEmpty())));
  }

  private void failed(Throwable failure) {
    // A program of its own tells it itself; others may not look at the future of their deployment.
    boolean explained =
        failure instanceof ConfigurationException || failure instanceof ListenException;
    if (loaded.isEmpty()) {
      log.error("Cannot deploy: {}", failure.getMessage(), explained ? null : failure);
    }
    VertxLauncher.ofThisProcess().endsAfterFailure(vertx);
  }

  private Future<List<Endpoint>> open(SharedServer made) {
    return begin(made).open(ListenSettings.plan(made.settings().now()));
  }

  private Future<SharedServer> serveToo(SharedServer made) {
    Listeners joining = begin(made);
    List<Endpoint> opened = made.listening().endpoints();
    return joining.join(opened).onSuccess(joined -> joining.accept(opened)).map(made);
  }

  private SharedServer makeServer(Settings settings, LiveTls tls) {
    String transport = Transports.name((VertxInternal) vertx);
    int instances = context.getInstanceCount();
    SharedServer made =
        new SharedServer(settings, tls, embedding(), instances, transport, shutdown);
    TlsReload.begin(vertx, tls, made.settings());
    return made;
  }

  private Listeners begin(SharedServer made) {
    server = made;
    server(made);
    listenOptions = made.listening().options().with(timing);
    fastPath = EpollLoop.of(context);
    listeners = new Listeners(vertx, fastPath.isPresent(), this::listener);
    made.listening().add(context, listeners);
    made.gateway()
        .ifPresent(
            gateway -> gateway.join(context, Connectors.of(context, fastPath, listenOptions)));
    vertx.setPeriodic(TICK_MILLIS, timer -> tick());
    return listeners;
  }

  /** A NetServer for each address; plain TCP on epoll has a cheaper listener of our own. */
  private Listener listener(ListenerSpec spec) {
    PlaceGate gate = server.admission().gate(spec);
    Consumer<Arriving> arrived = arriving -> arrived(spec, gate, arriving);
    return fastPath.isPresent() && spec.isPlainTcp()
        ? new EpollListener(fastPath.get(), spec, listenOptions, arrived, gate)
        : new NetServerListener(
            (ContextInternal) context,
            vertx.createNetServer(
                new NetServerOptions()
                    .setAcceptBacklog(spec.backlog())
                    .setReuseAddress(true)
                    .setReusePort(listenOptions.reusePort())
                    .setTcpNoDelay(true)),
            spec,
            listenOptions,
            spec.profile().tls() ? Optional.of(server.handshakes()) : Optional.empty(),
            arrived,
            gate);
  }

  private void undeploy() {
    log.info("A client asked for SHUTDOWN");
    vertx.undeploy(deploymentID());
  }

  // Connections

  private void arrived(ListenerSpec listener, PlaceGate gate, Arriving connection) {
    if (stopping) {
      // It was on its way when the listener closed.
      connection.close();
      return;
    }
    Arrival arrival = new Arrival(connection.remoteAddress(), listener.profile());
    Verdict verdict = server.admission().judge(arrival, gate.take());
    if (verdict instanceof Verdict.Admitted admitted) {
      sessions.begin(server, listener.profile(), connection, admitted.permit());
    } else if (verdict instanceof Verdict.Refused refused) {
      server.stats().connectionRejected();
      Reply reason = Reply.error(refused.reason());
      ByteBuf finalReply = connection.output();
      ReplyEncoder.encode(reason, 2, finalReply);
      connection.refuse(finalReply);
    }
  }

  // Four times a second

  private void tick() {
    long now = System.currentTimeMillis();
    if (first) {
      server.sample(now);
    }
    sessions.closeIdle(now, server.settings().now().get(Directives.TIMEOUT));
    Duration loginTimeout = server.settings().now().get(Directives.LOGIN_TIMEOUT);
    if (!loginTimeout.isZero()) {
      sessions.closeNotLoggedIn(now, loginTimeout.toMillis());
    }
  }
}
