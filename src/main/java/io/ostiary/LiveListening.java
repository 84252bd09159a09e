package io.ostiary;

import io.ostiary.listen.AcceptPace;
import io.ostiary.listen.Endpoint;
import io.ostiary.listen.LingerLimit;
import io.ostiary.listen.ListenOptions;
import io.ostiary.listen.Listeners;
import io.ostiary.listen.ProxyHeaders;
import io.ostiary.settings.Applier;
import io.ostiary.settings.Directive;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all instances listen on, and how that changes while they serve. What is left goes on
 * accepting for a moment: whoever was about to connect there is served. Safe from any thread; each
 * instance's listeners are touched on its own loop only.
 */
final class LiveListening implements Applier {

  private static final Logger log = LoggerFactory.getLogger(LiveListening.class);

  /** How long an address that was left still accepts, for peers that are on their way to it. */
  private static final long LEAVING_MILLIS = 500;

  private static final List<Directive<?>> DIRECTIVES =
      List.of(
          Directives.BIND,
          Directives.PORT,
          Directives.TLS_PORT,
          Directives.UNIXSOCKET,
          Directives.TCP_BACKLOG,
          Directives.LISTENER,
          Directives.PROXY_PROTOCOL);

  private record Instance(Context context, Listeners listeners) {}

  private final List<Instance> instances = new CopyOnWriteArrayList<>();
  private final Map<Endpoint, Object> leaving = new HashMap<>(); // with what each was left by
  private final LiveSettings settings;
  private final ListenOptions options;
  private volatile List<Endpoint> endpoints = List.of();

  /** Nothing is listened on yet. */
  LiveListening(LiveSettings settings, LingerLimit lingering, ProxyHeaders proxyHeaders) {
    this.settings = settings;
    AcceptPace pace = new AcceptPace(settings.now().get(Directives.MAX_NEW_CONNECTIONS_PER_CYCLE));
    options =
        new ListenOptions(
                pace, () -> settings.now().get(Directives.TCP_KEEPALIVE), lingering, proxyHeaders)
            .withReusePort(settings.now().get(Directives.REUSE_PORT));
    settings.onChange(
        Directives.MAX_NEW_CONNECTIONS_PER_CYCLE,
        now -> pace.set(now.get(Directives.MAX_NEW_CONNECTIONS_PER_CYCLE)));
  }

  /** Changes what is listened on with the settings, after all that was to follow them earlier. */
  void follow() {
    DIRECTIVES.forEach(directive -> settings.apply(directive, this));
    ListenSettings.GUARDED.forEach(directive -> settings.check(directive, ListenSettings::check));
  }

  /** What is true of every listening socket. */
  ListenOptions options() {
    return options;
  }

  /** An instance begins; the first one opens for all. On its loop. */
  void add(Context context, Listeners listeners) {
    instances.add(new Instance(context, listeners));
  }

  /** What is listened on; empty before and without. */
  List<Endpoint> endpoints() {
    return endpoints;
  }

  void endpoints(List<Endpoint> now) {
    endpoints = List.copyOf(now);
  }

  @Override
  public Future<? extends Prepared> prepare(Settings next) {
    return new ListenMove(this, settings.now(), next).prepare();
  }

  // For a move

  /** Runs an action on the loop of the instance that opens. */
  <T> Future<T> onFirst(Function<Listeners, Future<T>> action) {
    return on(instances.get(0), action);
  }

  /** Runs an action on the loops of all instances; done when all are. */
  Future<Void> onAll(Function<Listeners, Future<Void>> action) {
    return Future.join(instances.stream().map(instance -> on(instance, action)).toList())
        .mapEmpty();
  }

  /** Runs an action, which cannot fail, on the loops of all instances. */
  void tellAll(Consumer<Listeners> action) {
    instances.forEach(
        instance -> instance.context().runOnContext(now -> action.accept(instance.listeners())));
  }

  private static <T> Future<T> on(Instance instance, Function<Listeners, Future<T>> action) {
    Promise<T> done = Promise.promise();
    instance
        .context()
        .runOnContext(
            now -> {
              try {
                action.apply(instance.listeners()).onComplete(done);
              } catch (Throwable e) { // Whoever waits would wait for ever.
                done.fail(e);
              }
            });
    return done.future();
  }

  // What was left

  /** Has these go on accepting for a moment, and then stop. */
  void leave(List<Endpoint> left) {
    if (left.isEmpty()) {
      return;
    }
    Object move = new Object();
    synchronized (leaving) {
      left.forEach(endpoint -> leaving.put(endpoint, move));
    }
    Context first = instances.get(0).context();
    first.runOnContext(
        now -> first.owner().setTimer(LEAVING_MILLIS, over -> stop(stillLeftBy(move))));
  }

  private List<Endpoint> stillLeftBy(Object move) {
    synchronized (leaving) {
      List<Endpoint> due = new ArrayList<>();
      leaving.forEach(
          (endpoint, by) -> {
            if (by == move) {
              due.add(endpoint);
            }
          });
      due.forEach(leaving::remove);
      return due;
    }
  }

  private void stop(List<Endpoint> left) {
    tellAll(listeners -> listeners.stop(left));
    left.forEach(endpoint -> log.info("No longer listening on {}", endpoint));
  }

  /** What was left and still accepts, for a move that may want it again: it no longer stops. */
  List<Endpoint> takeLeaving() {
    synchronized (leaving) {
      List<Endpoint> taken = List.copyOf(leaving.keySet());
      leaving.clear();
      return taken;
    }
  }
}
