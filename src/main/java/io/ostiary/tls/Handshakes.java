package io.ostiary.tls;

import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.stats.TlsStats;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;

/**
 * What the handshakes of all listeners share. Immutable; safe from any thread.
 *
 * @param tls what they begin with
 * @param limit how many of admitted peers are at work
 * @param refusals how many of refused peers there are
 * @param timeout how long one may take
 * @param perTurn how many begin in one turn of an event loop
 */
public record Handshakes(
    LiveTls tls,
    HandshakeLimit limit,
    RefusalLimit refusals,
    Supplier<Duration> timeout,
    IntSupplier perTurn,
    TlsStats stats) {

  /** By the directives. */
  public static Handshakes of(LiveTls tls, LiveSettings settings, TlsStats stats) {
    return new Handshakes(
        tls,
        new HandshakeLimit(() -> settings.now().get(Directives.TLS_MAX_HANDSHAKES)),
        new RefusalLimit(() -> settings.now().get(Directives.TLS_REFUSAL_HANDSHAKES)),
        () -> Duration.ofSeconds(settings.now().get(Directives.TLS_HANDSHAKE_TIMEOUT)),
        () -> settings.now().get(Directives.MAX_NEW_TLS_CONNECTIONS_PER_CYCLE),
        stats);
  }

  /**
   * Counts a handshake that is done.
   *
   * @param beganMillis when it began
   */
  public void done(SSLEngine engine, long beganMillis) {
    stats.done(TlsEngine.hasResumed(engine, beganMillis));
  }

  /** Counts one that was given up because it took too long. */
  public void timedOut() {
    stats.timedOut();
  }

  /** Counts one that has failed, or whose peer has left. */
  public void failed() {
    stats.failed();
  }
}
