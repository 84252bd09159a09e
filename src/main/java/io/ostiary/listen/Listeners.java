package io.ostiary.listen;

import io.ostiary.listen.ListenerSpec.Families;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of one verticle instance. The first instance {@link #open opens} what the plan
 * names; the others {@link #join join} what it opened. So it is with each change of the plan. On
 * the instance's event loop only.
 */
public final class Listeners {

  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  private final Vertx vertx;
  private final boolean separateFamilies;
  private final Function<ListenerSpec, Listener> factory;
  private final Map<Endpoint, Listener> open = new LinkedHashMap<>();
  private final Set<Listener> ending = new HashSet<>(); // with the last of their connections
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
    return change(plan, List.of(), none -> Future.succeededFuture())
        .map(
            change -> {
              accept(change.opened());
              return change.after();
            })
        .recover(
            failure -> close(Duration.ZERO).transform(closing -> Future.failedFuture(failure)));
  }

  /**
   * Opens what is planned and not open yet, but accepts there not yet. If something fails that is
   * not optional, what was opened is closed again, and the future fails with a {@link
   * ListenException}.
   *
   * @param before what all instances listen on
   * @param stop called when something can only be opened after others have stopped: has all
   *     instances {@link #stop} listening at these, which are among {@code before}
   */
  public Future<ListenChange> change(
      ListenPlan plan, List<Endpoint> before, Function<List<Endpoint>, Future<Void>> stop) {
    Opening opening = new Opening(vertx, host(), before, stop);
    return vertx
        .executeBlocking(() -> new AddressPlan(plan, separateFamilies).candidates(), false)
        .compose(opening::run)
        .onFailure(failure -> stop(opening.opened()));
  }

  /** Opens again what had to be stopped, but accepts there not yet. */
  public Future<List<Endpoint>> reopen(List<Endpoint> stopped) {
    List<AddressPlan.Candidates> all =
        stopped.stream()
            .map(endpoint -> new AddressPlan.Candidates(List.of(endpoint.again()), false))
            .toList();
    Opening opening = new Opening(vertx, host(), stopped, none -> Future.succeededFuture());
    return opening.runAnew(all).map(ListenChange::opened);
  }

  private Opening.Host host() {
    return new Opening.Host() {
      @Override
      public Listener listener(ListenerSpec spec) {
        return factory.apply(spec);
      }

      @Override
      public Listener at(Endpoint endpoint) {
        return open.get(endpoint);
      }

      @Override
      public Future<Void> entered(Endpoint endpoint, Listener listener) {
        return opened(endpoint, listener);
      }
    };
  }

  private Future<Void> opened(Endpoint endpoint, Listener listener) {
    if (closed) {
      return Future.failedFuture("closed while it opened");
    }
    open.put(endpoint, listener);
    warnOfOtherFamily(endpoint);
    return Future.succeededFuture();
  }

  /** Prepares to take a share of the connections to what another instance has opened. */
  public Future<Void> join(List<Endpoint> opened) {
    return Future.join(opened.stream().map(this::joinOne).toList()).mapEmpty();
  }

  private Future<Void> joinOne(Endpoint endpoint) {
    if (open.containsKey(endpoint)) {
      return Future.succeededFuture();
    }
    if (closed) {
      return Future.failedFuture("closed while it opened");
    }
    Listener listener = factory.apply(endpoint.spec());
    open.put(endpoint, listener);
    return listener.join(endpoint);
  }

  /** Accepts from now on at endpoints that were opened or joined. */
  public void accept(List<Endpoint> opened) {
    opened.stream().filter(open::containsKey).map(open::get).forEach(Listener::accept);
  }

  /** Has the kernel keep as many connections waiting as these specs say, where that is possible. */
  public void backlog(Map<Endpoint, Integer> connections) {
    connections.forEach(
        (endpoint, number) -> {
          if (open.containsKey(endpoint)) {
            open.get(endpoint).backlog(number);
          }
        });
  }

  /** Accepts no more at these; clients stay. See {@link Listener#stopAccepting}. */
  public void stop(List<Endpoint> left) {
    for (Endpoint endpoint : left) {
      Listener listener = open.remove(endpoint);
      if (listener != null) {
        ending.add(listener);
        listener.stopAccepting().onComplete(done -> ending.remove(listener));
      }
    }
  }

  /** Closes all; see {@link Listener#close}. */
  public Future<Void> close(Duration grace) {
    closed = true;
    List<Listener> all = new ArrayList<>(open.values());
    all.addAll(ending);
    return Future.join(all.stream().map(listener -> listener.close(grace)).toList()).mapEmpty();
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
