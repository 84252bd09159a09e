package io.ostiary;

import io.netty.buffer.ByteBuf;
import io.ostiary.admission.AdmissionRule;
import io.ostiary.admission.Arrival;
import io.ostiary.admission.Permit;
import io.ostiary.admission.Verdict;
import io.ostiary.auth.Authenticator;
import io.ostiary.client.Client;
import io.ostiary.client.Clients;
import io.ostiary.client.CloseReason;
import io.ostiary.command.Command;
import io.ostiary.listen.Arriving;
import io.ostiary.listen.Connection;
import io.ostiary.listen.ConnectionList;
import io.ostiary.listen.Endpoint;
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
import io.ostiary.settings.Directives;
import io.ostiary.settings.Settings;
import io.ostiary.settings.load.SettingsLoader;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServerOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
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
public final class ListenerVerticle extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(ListenerVerticle.class);

  /** How often idle clients are looked for: well within the second they may stay too long. */
  private static final long TICK_MILLIS = 250;

  private final Embedding embedding = new Embedding();
  private final JsonObject options;
  private final Optional<Settings> loaded;
  private final Runnable shutdown;
  private final ConnectionList<ClientSession> sessions = new ConnectionList<>();
  private volatile SharedServer server;
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

  // What a program adds before it deploys. Of several instances, the first one's hold for all.

  /**
   * Adds a command. A server with commands of its own has no keyspace, unless {@link #keyspace} is
   * called, too. A name that is taken already fails the deployment; see {@link #replace}.
   */
  public ListenerVerticle command(Command command) {
    embedding.add(command);
    return this;
  }

  /** Puts a command in the place of the built-in one of its name, which must exist. */
  public ListenerVerticle replace(Command command) {
    embedding.replace(command);
    return this;
  }

  /** Serves the small keyspace beside commands of one's own. */
  public ListenerVerticle keyspace() {
    embedding.keyspace();
    return this;
  }

  /** Asks this rule, too, whether a connection may come in; after the built-in rules. */
  public ListenerVerticle admission(AdmissionRule rule) {
    embedding.add(rule);
    return this;
  }

  /**
   * Lets this decide about AUTH and HELLO instead of {@code requirepass}: every client has to log
   * in.
   */
  public ListenerVerticle authenticator(Authenticator authenticator) {
    embedding.authenticator(authenticator);
    return this;
  }

  /**
   * Calls this for each client when it has been admitted, before its first command, on its event
   * loop. What it throws closes the client.
   */
  public ListenerVerticle onConnect(Consumer<Client> handler) {
    embedding.onConnect(handler);
    return this;
  }

  /** Calls this once for each client when it has left, on its event loop. */
  public ListenerVerticle onClose(BiConsumer<Client, CloseReason> handler) {
    embedding.onClose(handler);
    return this;
  }

  // What a program sees of a server that runs

  /**
   * The clients of all instances. From any thread, once the deployment has succeeded.
   *
   * @throws IllegalStateException before that
   */
  public Clients clients() {
    return running().clients().view();
  }

  /**
   * What the server has counted, by the names of INFO's Stats section. From any thread, once the
   * deployment has succeeded; a copy.
   *
   * @throws IllegalStateException before that
   */
  public Map<String, Long> counters() {
    return running().stats().counters();
  }

  private SharedServer running() {
    SharedServer running = server;
    if (running == null) {
      throw new IllegalStateException("the verticle is not deployed yet");
    }
    return running;
  }

  /**
   * The port that is listened on, also when the system chose it; 0 if none is. From any thread,
   * once the deployment has succeeded.
   */
  public int port() {
    return server == null || server.endpoints().isEmpty() ? 0 : server.endpoints().get(0).port();
  }

  /** How long a shutdown may take, by the setting in force; zero before there is a server. */
  Duration shutdownTimeout() {
    SharedServer serving = server;
    return serving == null
        ? Duration.ZERO
        : serving.settings().now().get(Directives.SHUTDOWN_TIMEOUT);
  }

  @Override
  public Future<?> start() {
    if (context.threadingModel() != ThreadingModel.EVENT_LOOP) {
      return Future.failedFuture(
          "Ostiary runs on event loops: deploy it without setThreadingModel, not as "
              + context.threadingModel());
    }
    deployment = Deployment.of(vertx, deploymentID());
    first = deployment.instanceStarts();
    Future<SharedServer> served =
        first
            ? serveFirst()
                .onFailure(failure -> VertxLauncher.ofThisProcess().endsAfterFailure(vertx))
                .onComplete(deployment.server()::handle)
            : onThisLoop(deployment.server().future()).compose(this::serveToo);
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
    sessions.forEach(ClientSession::shutdown);
    // The last tenth of the time is for closing those who did not take their replies.
    return listeners.close(shutdownTimeout().multipliedBy(9).dividedBy(10));
  }

  // The first instance makes the server and opens the addresses; the others join

  private Future<SharedServer> serveFirst() {
    return loaded
        .map(Future::succeededFuture)
        .orElseGet(this::load)
        .compose(settings -> Logging.atStart(vertx, settings))
        .map(this::makeServer)
        .compose(made -> open(made).compose(opened -> announce(made, opened)));
  }

  private Future<Settings> load() {
    return vertx
        .executeBlocking(() -> VertxLauncher.ofThisProcess().checked(configuration()))
        .compose(config -> SettingsLoader.load(vertx, config));
  }

  private JsonObject configuration() {
    return options.copy().mergeIn(config());
  }

  private Future<List<Endpoint>> open(SharedServer made) {
    return begin(made).open(SharedServer.listenPlan(made.settings().now()));
  }

  private Future<SharedServer> announce(SharedServer made, List<Endpoint> opened) {
    made.endpoints(opened);
    return vertx.executeBlocking(
        () -> {
          ReadyNotice.log(made.settings().now(), opened);
          if (loaded.isEmpty()) {
            Transports.advice((VertxInternal) vertx).ifPresent(log::info);
          }
          return made;
        });
  }

  private Future<SharedServer> serveToo(SharedServer made) {
    return begin(made).join(made.endpoints()).map(made);
  }

  private SharedServer makeServer(Settings settings) {
    VertxInternal internal = (VertxInternal) vertx;
    int instances = context.getInstanceCount();
    return new SharedServer(settings, embedding, instances, Transports.name(internal), shutdown);
  }

  private Listeners begin(SharedServer made) {
    server = made;
    listenOptions = made.listenOptions().with(timing);
    fastPath = EpollLoop.of(context);
    listeners = new Listeners(vertx, fastPath.isPresent(), this::listener);
    vertx.setPeriodic(TICK_MILLIS, timer -> tick());
    return listeners;
  }

  /** A NetServer for each address; plain TCP on epoll has a cheaper listener of our own. */
  private Listener listener(ListenerSpec spec) {
    return fastPath.isPresent() && spec instanceof ListenerSpec.Tcp tcp
        ? new EpollListener(fastPath.get(), tcp, listenOptions, this::arrived)
        : new NetServerListener(
            (ContextInternal) context,
            vertx.createNetServer(
                new NetServerOptions()
                    .setAcceptBacklog(listenOptions.backlog())
                    .setReuseAddress(true)
                    .setTcpNoDelay(true)),
            spec,
            listenOptions,
            this::arrived);
  }

  private <T> Future<T> onThisLoop(Future<T> elsewhere) {
    return Future.future(
        promise ->
            elsewhere.onComplete(
                result -> context.runOnContext(nothing -> promise.handle(result))));
  }

  private void undeploy() {
    log.info("A client asked for SHUTDOWN");
    vertx.undeploy(deploymentID());
  }

  // Connections

  private void arrived(Arriving connection) {
    if (stopping) {
      // It was on its way when the listener closed.
      connection.close();
      return;
    }
    Verdict verdict = server.admission().judge(new Arrival(connection.remoteAddress(), "tcp"));
    if (verdict instanceof Verdict.Admitted admitted) {
      server.stats().connectionReceived();
      enter(connection, admitted.permit());
    } else if (verdict instanceof Verdict.Refused refused) {
      server.stats().connectionRejected();
      ByteBuf reason = connection.output();
      ReplyEncoder.encode(Reply.error(refused.reason()), 2, reason);
      connection.refuse(reason);
    }
  }

  private void enter(Arriving arriving, Permit permit) {
    session(arriving, permit).begin();
  }

  private ClientSession session(Arriving arriving, Permit permit) {
    Connection connection = null; // null: nothing was made yet that would have to be closed
    try {
      connection = arriving.enter();
      return new ClientSession(server, connection, permit, sessions);
    } catch (Throwable e) {
      // Also an Error: without a session, nothing else gives back what was taken.
      permit.release();
      if (connection != null) {
        connection.close();
      }
      throw e;
    }
  }

  // Four times a second

  private void tick() {
    long now = System.currentTimeMillis();
    if (first) {
      server.stats().sample(now);
    }
    Duration timeout = server.settings().now().get(Directives.TIMEOUT);
    if (!timeout.isZero()) {
      sessions.forEach(session -> session.closeIfIdle(now, timeout.toMillis()));
    }
  }
}
