package io.ostiary.listen;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Opens what a plan names and is not open yet. What can be opened beside the old comes first, then
 * what can only be opened when others have stopped, which are stopped just before. On the event
 * loop of one instance only.
 */
final class Opening {

  /** How long an address may stay taken that this server has just left. */
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final long PAUSE_MILLIS = 20;

  /** What it opens for. */
  interface Host {

    /** A new listener, not bound yet. */
    Listener listener(ListenerSpec spec);

    /** What listens at an endpoint that is open. */
    Listener at(Endpoint endpoint);

    /** A listener is open; a failure closes it again. */
    Future<Void> entered(Endpoint endpoint, Listener listener);
  }

  private final Vertx vertx;
  private final Host host;
  private final List<Endpoint> before;
  private final Function<List<Endpoint>, Future<Void>> stop;
  private final List<Endpoint> opened = new ArrayList<>();
  private final List<Endpoint> stopped = new ArrayList<>();
  private final Map<Endpoint, Integer> backlogs = new HashMap<>();
  private Endpoint[]
      after = {}; // by the plan's candidates; null: not open, or optional and missing

  /**
   * Nothing is opened yet.
   *
   * @param before what is open
   * @param stop has all instances stop listening at these, which are among {@code before}
   */
  Opening(
      Vertx vertx, Host host, List<Endpoint> before, Function<List<Endpoint>, Future<Void>> stop) {
    this.vertx = vertx;
    this.host = host;
    this.before = before;
    this.stop = stop;
  }

  /** What was opened so far, also when opening failed. */
  List<Endpoint> opened() {
    return opened;
  }

  /** Opens all though it was open before, and may still be for a moment. */
  Future<ListenChange> runAnew(List<AddressPlan.Candidates> all) {
    after = new Endpoint[all.size()];
    stopped.addAll(before);
    return openFrom(0, all, new ArrayList<>()).map(open -> change());
  }

  /** Opens all; fails with a {@link ListenException} at the first that cannot be had. */
  Future<ListenChange> run(List<AddressPlan.Candidates> all) {
    after = new Endpoint[all.size()];
    for (int i = 0; i < after.length; i++) {
      keep(i, all.get(i));
    }
    List<Integer> blocked = new ArrayList<>();
    return openFrom(0, all, blocked)
        .compose(open -> openBlocked(0, all, blocked))
        .map(open -> change());
  }

  private Endpoint kept(AddressPlan.Candidates candidates) {
    return candidates.specs().stream()
        .flatMap(spec -> before.stream().filter(open -> open.serves(withChosenPort(spec))))
        .filter(open -> !listed().contains(open))
        .findFirst()
        .orElse(null);
  }

  private void keep(int slot, AddressPlan.Candidates candidates) {
    after[slot] = kept(candidates);
    if (after[slot] != null) {
      backlogs.put(after[slot], candidates.specs().get(0).backlog());
    }
  }

  private List<Endpoint> listed() {
    return Arrays.stream(after).filter(Objects::nonNull).toList();
  }

  private ListenChange change() {
    List<Endpoint> now = listed();
    return new ListenChange(
        now,
        List.copyOf(opened),
        before.stream().filter(open -> !now.contains(open) && !stopped.contains(open)).toList(),
        Map.copyOf(backlogs));
  }

  private Future<Void> openFrom(
      int index, List<AddressPlan.Candidates> all, List<Integer> blocked) {
    if (index == all.size()) {
      return Future.succeededFuture();
    }
    Future<Void> one = Future.succeededFuture();
    if (after[index] == null) {
      if (isBlocked(all.get(index))) {
        blocked.add(index);
      } else {
        one = openFirst(index, all.get(index), 0);
      }
    }
    return one.compose(done -> openFrom(index + 1, all, blocked));
  }

  private boolean isBlocked(AddressPlan.Candidates candidates) {
    return candidates.specs().stream()
        .map(this::withChosenPort)
        .anyMatch(spec -> !inTheWayOf(spec).isEmpty() && !couldBeLetIn(spec));
  }

  private boolean couldBeLetIn(ListenerSpec spec) {
    Listener trial = host.listener(spec);
    boolean letIn = letIn(trial, spec);
    trial.close(Duration.ZERO);
    return letIn;
  }

  private Future<Void> openBlocked(
      int index, List<AddressPlan.Candidates> all, List<Integer> blocked) {
    if (index == blocked.size()) {
      return Future.succeededFuture();
    }
    int slot = blocked.get(index);
    List<Endpoint> inTheWay =
        all.get(slot).specs().stream()
            .flatMap(spec -> inTheWayOf(withChosenPort(spec)).stream())
            .distinct()
            .toList();
    stopped.addAll(inTheWay);
    return stop.apply(inTheWay)
        .compose(free -> openFirst(slot, all.get(slot), 0))
        .compose(done -> openBlocked(index + 1, all, blocked));
  }

  /** What is to be left, is still open, and takes the address. */
  private List<Endpoint> inTheWayOf(ListenerSpec spec) {
    List<Endpoint> stay = listed();
    return before.stream()
        .filter(open -> !stay.contains(open) && !stopped.contains(open))
        .filter(open -> open.isInTheWayOf(spec))
        .toList();
  }

  private boolean letIn(Listener listener, ListenerSpec spec) {
    return inTheWayOf(spec).stream().allMatch(open -> host.at(open).letsIn(listener));
  }

  /** A host name stands for the first of its addresses that this machine has. */
  private Future<Void> openFirst(int slot, AddressPlan.Candidates candidates, int next) {
    ListenerSpec spec = withChosenPort(candidates.specs().get(next));
    boolean last = next + 1 == candidates.specs().size();
    return openOne(spec)
        .map(
            endpoint -> {
              after[slot] = endpoint;
              return (Void) null;
            })
        .recover(
            cause -> {
              BindFailure failure = new BindFailure(spec, cause);
              if (!last && failure.isMissingAddress()) {
                failure.logNextIsTried();
                return openFirst(slot, candidates, next + 1);
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
    return listed().stream()
        .filter(endpoint -> endpoint.spec().profile().equals(tcp.profile()))
        .findFirst()
        .<ListenerSpec>map(first -> tcp.withPort(first.port()))
        .orElse(tcp);
  }

  private Future<Endpoint> openOne(ListenerSpec spec) {
    if (listed().stream().anyMatch(endpoint -> endpoint.isAt(spec))) {
      return Future.failedFuture(new BindException("bind names this address twice"));
    }
    return tryToOpen(spec, System.nanoTime() + PATIENCE_NANOS);
  }

  private Future<Endpoint> tryToOpen(ListenerSpec spec, long deadline) {
    Listener listener = host.listener(spec);
    boolean beside = !inTheWayOf(spec).isEmpty() && letIn(listener, spec);
    return (beside ? listener.openBeside() : listener.open())
        .compose(endpoint -> entered(endpoint, listener))
        .recover(
            failure ->
                listener
                    .close(Duration.ZERO)
                    .transform(closed -> againOr(failure, spec, deadline)));
  }

  private Future<Endpoint> entered(Endpoint endpoint, Listener listener) {
    return host.entered(endpoint, listener)
        .map(
            entered -> {
              opened.add(endpoint);
              return endpoint;
            });
  }

  /** What this server has stopped listening on is free a moment later. */
  private Future<Endpoint> againOr(Throwable failure, ListenerSpec spec, long deadline) {
    boolean mayBecomeFree = !before.isEmpty() && BindFailure.isInUse(failure);
    return mayBecomeFree && System.nanoTime() - deadline < 0
        ? vertx.timer(PAUSE_MILLIS, TimeUnit.MILLISECONDS).compose(now -> tryToOpen(spec, deadline))
        : Future.failedFuture(failure);
  }
}
