package io.ostiary;

import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.tls.LiveTls;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the files of TLS looked at from time to time, on workers. In the context of a verticle, whose
 * end is its own.
 */
final class TlsReload {

  private static final Logger log = LoggerFactory.getLogger(TlsReload.class);

  /** The smallest interval; a change of the interval holds from the next of these on. */
  private static final long TICK_MILLIS = 1_000;

  /** Where nothing is taken by itself, INFO still says what is on disk. */
  private static final Duration WHEN_OFF = Duration.ofMinutes(1);

  private final Vertx vertx;
  private final LiveTls tls;
  private final LiveSettings settings;
  private long lastNanos = System.nanoTime();
  private boolean looking;

  private TlsReload(Vertx vertx, LiveTls tls, LiveSettings settings) {
    this.vertx = vertx;
    this.tls = tls;
    this.settings = settings;
  }

  /** Begins; the verticle's Vert.x ends it when it undeploys the verticle. */
  static void begin(Vertx vertx, LiveTls tls, LiveSettings settings) {
    TlsReload reload = new TlsReload(vertx, tls, settings);
    vertx.setPeriodic(TICK_MILLIS, tick -> reload.lookIfDue());
  }

  private void lookIfDue() {
    Duration interval = settings.now().get(Directives.TLS_AUTO_RELOAD_INTERVAL);
    long due = lastNanos + (interval.isZero() ? WHEN_OFF : interval).toNanos();
    if (!looking && System.nanoTime() - due >= 0) {
      looking = true;
      vertx
          .executeBlocking(
              () -> {
                tls.lookAtFiles(settings);
                return null;
              },
              false)
          .onFailure(failure -> log.error("Cannot look at the files of TLS", failure))
          .onComplete(looked -> rest());
    }
  }

  private void rest() {
    looking = false;
    lastNanos = System.nanoTime();
  }
}
