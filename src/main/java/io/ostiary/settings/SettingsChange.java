package io.ostiary.settings;

import io.ostiary.settings.Applier.Prepared;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/**
 * One change on its way: prepared step by step, then committed or discarded whole. It moves from
 * thread to thread with the futures of its preparations, and is on one at a time.
 */
final class SettingsChange {

  /** An applier, and the directive because of which it runs. */
  record Step(Directive<?> directive, Applier applier) {}

  private final Settings after;
  private final List<Step> steps;
  private final Runnable publish;
  private final List<Prepared> prepared = new ArrayList<>();
  private final Promise<Void> done = Promise.promise();

  /**
   * A change to {@code after}.
   *
   * @param publish shows the new settings to their readers
   */
  SettingsChange(Settings after, List<Step> steps, Runnable publish) {
    this.after = after;
    this.steps = steps;
    this.publish = publish;
  }

  /** Runs it; the future is complete on return if no preparation took longer than its call. */
  Future<Void> run() {
    prepareFrom(0);
    return done.future();
  }

  private void prepareFrom(int first) {
    for (int i = first; i < steps.size(); i++) {
      Step step = steps.get(i);
      Future<? extends Prepared> preparation = begin(step.applier());
      if (!preparation.isComplete()) {
        int following = i + 1;
        preparation.onComplete(
            result -> {
              if (isPrepared(step, result)) {
                prepareFrom(following);
              }
            });
        return;
      }
      if (!isPrepared(step, preparation)) {
        return;
      }
    }
    commit();
  }

  private Future<? extends Prepared> begin(Applier applier) {
    try {
      return applier.prepare(after);
    } catch (Throwable e) {
      return Future.failedFuture(e);
    }
  }

  private boolean isPrepared(Step step, AsyncResult<? extends Prepared> result) {
    if (result.succeeded()) {
      prepared.add(result.result());
      return true;
    }
    Throwable reason = result.cause();
    discard(reason);
    done.fail(
        reason instanceof SettingException refusal
            ? refusal.asAnswer(step.directive().name())
            : reason);
    return false;
  }

  /** The last prepared first, as it may build upon the others. */
  private void discard(Throwable reason) {
    for (int i = prepared.size() - 1; i >= 0; i--) {
      try {
        prepared.get(i).discard();
      } catch (Throwable e) {
        reason.addSuppressed(e);
      }
    }
  }

  private void commit() {
    Throwable failure = null;
    for (Prepared step : prepared) {
      try {
        step.commit();
      } catch (Throwable e) {
        // There is no way back from here: the others are to fit the settings that come into force.
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    publish.run();
    if (failure == null) {
      done.complete();
    } else {
      done.fail(failure);
    }
  }
}
