package io.ostiary.settings;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Function;

/**
 * Brings a new value of a directive into force in two phases, so that a change of several
 * directives happens whole or not at all. One change at a time: a preparation is committed or
 * discarded before the next begins.
 */
@FunctionalInterface
public interface Applier {

  /** What has been prepared and waits for the others. Neither method may block or fail. */
  interface Prepared {

    /** Brings it into force; readers see the new settings right after. */
    void commit();

    /** Gives back what was prepared: something else was refused. */
    default void discard() {}
  }

  /**
   * Gets ready for these settings without changing what is in force. Called on any thread, which it
   * may not block; for work that blocks there is {@link #blocking}.
   *
   * @return what was prepared; a failure refuses the whole change, by {@link SettingException} with
   *     a reason for the caller asked for it
   */
  Future<? extends Prepared> prepare(Settings next);

  /** An applier whose preparation blocks: it runs on a worker of {@code vertx}. */
  static Applier blocking(Vertx vertx, Function<Settings, ? extends Prepared> preparation) {
    return next -> vertx.executeBlocking(() -> preparation.apply(next), false);
  }
}
