package io.ostiary;

import io.ostiary.listen.Endpoint;
import io.ostiary.listen.ListenChange;
import io.ostiary.listen.ListenException;
import io.ostiary.listen.ListenPlan;
import io.ostiary.settings.Applier;
import io.ostiary.settings.Directives;
import io.ostiary.settings.SettingException;
import io.ostiary.settings.Settings;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One change of what is listened on: the new is opened on every instance, then all of them accept
 * there and leave the old. It moves from thread to thread with its futures, and is on one at a
 * time.
 */
final class ListenMove implements Applier.Prepared {

  private static final Logger log = LoggerFactory.getLogger(ListenMove.class);

  private final LiveListening all;
  private final Settings before;
  private final Settings next;
  private final List<Endpoint> leaving;
  private final List<Endpoint> stopped = new ArrayList<>();
  private ListenChange change;

  /** Nothing is changed yet. */
  ListenMove(LiveListening all, Settings before, Settings next) {
    this.all = all;
    this.before = before;
    this.next = next;
    this.leaving = all.takeLeaving();
  }

  /** Opens the new, on the first instance and then on the others. */
  Future<ListenMove> prepare() {
    ListenPlan plan = ListenSettings.plan(next);
    List<Endpoint> open = new ArrayList<>(all.endpoints());
    open.addAll(leaving);
    return all.onFirst(listeners -> listeners.change(plan, open, this::stop))
        .compose(
            opened -> {
              change = opened;
              return all.onAll(listeners -> listeners.join(opened.opened()));
            })
        .map(this)
        .recover(failure -> undo().transform(undone -> Future.failedFuture(explained(failure))));
  }

  /** What is in the way of the new, and has to go first. */
  private Future<Void> stop(List<Endpoint> inTheWay) {
    stopped.addAll(inTheWay);
    return all.onAll(
        listeners -> {
          listeners.stop(inTheWay);
          return Future.succeededFuture();
        });
  }

  private Throwable explained(Throwable failure) {
    if (!(failure instanceof ListenException)) {
      return failure;
    }
    if (!before.get(Directives.LISTENER).equals(next.get(Directives.LISTENER))) {
      return new SettingException(Directives.LISTENER.name(), failure.getMessage());
    }
    boolean byAddress = !before.get(Directives.BIND).equals(next.get(Directives.BIND));
    return new SettingException(
        byAddress ? Directives.BIND.name() : Directives.PORT.name(),
        (byAddress ? "Failed to bind to specified addresses: " : "Unable to listen on this port: ")
            + failure.getMessage());
  }

  @Override
  public void commit() {
    all.endpoints(change.after());
    all.tellAll(
        listeners -> {
          listeners.backlog(change.backlogs());
          // An instance that has begun since then did not join yet.
          listeners
              .join(change.opened())
              .onSuccess(joined -> listeners.accept(change.opened()))
              .onFailure(failure -> log.error("Cannot listen as others do", failure));
        });
    change.opened().forEach(endpoint -> log.info("Listening on {}", endpoint));
    all.leave(change.left());
  }

  @Override
  public void discard() {
    undo().onFailure(failure -> log.error("Cannot listen as before: {}", failure.getMessage()));
  }

  private Future<Void> undo() {
    all.leave(leaving.stream().filter(endpoint -> !stopped.contains(endpoint)).toList());
    if (change != null) {
      all.tellAll(listeners -> listeners.stop(change.opened()));
    }
    return stopped.isEmpty() ? Future.succeededFuture() : restore();
  }

  /** Listens again where it had to stop. */
  private Future<Void> restore() {
    List<Endpoint> lost = all.endpoints().stream().filter(stopped::contains).toList();
    List<Endpoint> stayed = all.endpoints().stream().filter(open -> !lost.contains(open)).toList();
    return all.onFirst(listeners -> listeners.reopen(lost))
        .compose(
            opened -> {
              List<Endpoint> now = new ArrayList<>(stayed);
              now.addAll(opened);
              all.endpoints(now);
              return all.onAll(listeners -> listeners.join(opened))
                  .onSuccess(joined -> all.tellAll(listeners -> listeners.accept(opened)));
            })
        .onFailure(
            failure -> {
              all.endpoints(stayed);
              log.error("No longer listening on {}: {}", lost, failure.getMessage());
            });
  }
}
