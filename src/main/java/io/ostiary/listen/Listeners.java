package io.ostiary.listen;

import io.ostiary.listen.ListenerSpec.Families;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of one verticle instance. The first instance {@link #open opens} what the plan
 * names; the others {@link #join join} what it opened. On the instance's event loop only.
 */
public final class Listeners {

  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  private final Vertx vertx;
  private final boolean separateFamilies;
  private final Function<ListenerSpec, Listener> factory;
  private final List<Listener> listeners = new ArrayList<>();
  private final List<Endpoint> endpoints = new ArrayList<>();
  private boolean closed;

  /**
   * Nothing is open yet.
   *
   * @param separateFamilies whether the factory's listeners on "any address" of one family leave
   *     the other alone
   * @param factory makes the listener for a spec
   */
  public Listeners(
      Vertx vertx, boolean separateFamilies, Function<ListenerSpec, Listener> factory) {
    this.vertx = vertx;
    this.separateFamilies = separateFamilies;
    this.factory = factory;
  }

  /**
   * Opens everything that is planned, in order, and then accepts. If something fails that is not
   * optional, all is closed again and the future fails with a {@link ListenException}; no client
   * was served then.
   */
  public Future<List<Endpoint>> open(ListenPlan plan) {
    return vertx
        .executeBlocking(() -> new AddressPlan(plan, separateFamilies).candidates(), false)
        .compose(candidates -> openAll(candidates, 0))
        .map(opened -> accept())
        .recover(failure -> close(Duration.ZERO).transform(closed -> Future.failedFuture(failure)));
  }

  /** Takes its share of the connections that arrive at endpoints which another instance opened. */
  public Future<Void> join(List<Endpoint> opened) {
    return Future.join(opened.stream().map(this::joinOne).toList())
        .map(joined -> accept())
        .mapEmpty();
  }

  private Future<Void> joinOne(Endpoint endpoint) {
    Listener listener = factory.apply(endpoint.spec());
    listeners.add(listener);
    return listener.join(endpoint);
  }

  private List<Endpoint> accept() {
    listeners.forEach(Listener::accept);
    return List.copyOf(endpoints);
  }

  /** Accepts no more; see {@link Listener#stopAccepting}. */
  public void stopAccepting() {
    listeners.forEach(Listener::stopAccepting);
  }

  /** Closes all; see {@link Listener#close}. */
  public Future<Void> close(Duration grace) {
    closed = true;
    return Future.join(listeners.stream().map(listener -> listener.close(grace)).toList())
        .mapEmpty();
  }

  private Future<Void> openAll(List<AddressPlan.Candidates> all, int next) {
    if (next == all.size()) {
      return Future.succeededFuture();
    }
    return openFirst(all.get(next), 0).compose(done -> openAll(all, next + 1));
  }

  /** A host name stands for the first of its addresses that this machine has. */
  private Future<Void> openFirst(AddressPlan.Candidates candidates, int next) {
    ListenerSpec spec = withChosenPort(candidates.specs().get(next));
    boolean last = next + 1 == candidates.specs().size();
    return openOne(spec)
        .recover(
            cause -> {
              BindFailure failure = new BindFailure(spec, cause);
              if (!last && failure.isMissingAddress()) {
                failure.logNextIsTried();
                return openFirst(candidates, next + 1);
              }
              if (candidates.optional() && failure.isMissingAddress()) {
                failure.logSkipped();
                return Future.succeededFuture();
              }
              return Future.failedFuture(failure.toException());
            });
  }

  // A port that the system chose for the first address of a directive is its others', too.
  private ListenerSpec withChosenPort(ListenerSpec spec) {
    if (!(spec instanceof ListenerSpec.Tcp tcp) || tcp.port() >= 0) {
      return spec;
    }
    return endpoints.stream()
        .filter(endpoint -> endpoint.spec().profile().equals(tcp.profile()))
        .findFirst()
        .map(first -> tcp.withPort(first.port()))
        .orElse(tcp);
  }

  private Future<Void> openOne(ListenerSpec spec) {
    if (endpoints.stream().anyMatch(endpoint -> endpoint.isAt(spec))) {
      return Future.failedFuture(new BindException("bind names this address twice"));
    }
    Listener listener = factory.apply(spec);
    return listener
        .open()
        .compose(endpoint -> opened(listener, endpoint))
        .recover(
            failure ->
                listener.close(Duration.ZERO).transform(closing -> Future.failedFuture(failure)));
  }

  private Future<Void> opened(Listener listener, Endpoint endpoint) {
    if (closed) {
      return Future.failedFuture("closed while it opened");
    }
    listeners.add(listener);
    endpoints.add(endpoint);
    warnOfOtherFamily(endpoint);
    return Future.succeededFuture();
  }

  private static void warnOfOtherFamily(Endpoint endpoint) {
    Families admitted =
        endpoint.spec() instanceof ListenerSpec.Tcp tcp ? tcp.families() : Families.AS_BOUND;
    if (admitted == Families.IPV4 || admitted == Families.IPV6) {
      boolean ipv4 = admitted == Families.IPV4;
      log.warn(
          "{} is for {} only, but this transport opens its port for {} as well; such peers are"
              + " closed at once. To keep it shut: transport epoll, or java"
              + " -Djava.net.preferIPv4Stack=true for no IPv6 at all",
          endpoint,
          ipv4 ? "IPv4" : "IPv6",
          ipv4 ? "IPv6" : "IPv4");
    }
  }
}
