package io.ostiary.tls;

import io.ostiary.settings.Applier;
import io.ostiary.settings.Applier.Prepared;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.SettingException;
import io.ostiary.settings.Settings;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS in force, and how another takes its place: by CONFIG SET, and by itself when files have
 * changed. What cannot be used changes nothing, and is told in the log. Shared by all event loops
 * and safe; handshakes that are under way keep what they began with.
 */
public final class LiveTls {

  private static final Logger log = LoggerFactory.getLogger(LiveTls.class);

  /** Redis's words; the reason comes behind. */
  private static final String NOT_UPDATED =
      "Unable to update TLS configuration. Check server logs. ";

  /** How what is on disk stands to what is in force. */
  enum OnDisk {
    /** It is the same. */
    IN_FORCE,
    /** It is another, which was not tried yet. */
    CHANGED,
    /** It is another, which cannot be used. */
    REFUSED
  }

  /** Where files are read. */
  @FunctionalInterface
  public interface Workers {

    /** Runs what blocks, on another thread than the caller's. */
    Future<Prepared> run(Callable<Prepared> blocking);
  }

  private final TlsEngine engine;
  private final Workers workers;
  private volatile Optional<ServerTls> current;
  private volatile OnDisk onDisk = OnDisk.IN_FORCE;
  private volatile String refused = ""; // the digest of what was told of already

  private LiveTls(Optional<ServerTls> first, TlsEngine engine, Workers workers) {
    this.current = first;
    this.engine = engine;
    this.workers = workers;
  }

  /**
   * Reads what the settings name, if they ask for TLS. Blocks.
   *
   * @param workers for changes later on
   * @throws TlsException if it cannot be used
   */
  public static LiveTls of(Settings settings, Workers workers) {
    TlsEngine best = TlsEngine.best();
    if (!TlsConfig.isWanted(settings)) {
      return new LiveTls(Optional.empty(), best, workers);
    }
    TlsFiles files = TlsFiles.read(TlsConfig.of(settings));
    ServerTls first = ServerTls.of(files, best);
    try {
      TlsFiles.requireValid(files.identities(), Instant.now());
    } catch (TlsException e) {
      // Who does not look at it can still be served, as there is no better one.
      log.warn("{}; clients that look at it will refuse it", e.getMessage());
    }
    return new LiveTls(Optional.of(first), best, workers);
  }

  /**
   * What handshakes begin with from now on.
   *
   * @throws IllegalStateException where no port asks for TLS
   */
  public ServerTls now() {
    return current.orElseThrow(() -> new IllegalStateException("no port speaks TLS"));
  }

  /** What is in force; empty where no port asks for TLS. */
  Optional<ServerTls> inForce() {
    return current;
  }

  OnDisk onDisk() {
    return onDisk;
  }

  TlsEngine engine() {
    return engine;
  }

  // CONFIG SET

  /** Changes with the settings. */
  public void follow(LiveSettings settings) {
    Applier applier = next -> workers.run(() -> prepare(next));
    TlsConfig.DIRECTIVES.forEach(directive -> settings.applyWhenSet(directive, applier));
  }

  private Prepared prepare(Settings next) {
    if (!TlsConfig.isWanted(next)) {
      return () -> {}; // Those who are on their way to a port that closes are served.
    }
    try {
      ServerTls made = usable(TlsFiles.read(TlsConfig.of(next)));
      return () -> take(Optional.of(made));
    } catch (TlsException e) {
      log.warn("TLS stays as it is: {}", e.getMessage());
      throw new SettingException("", NOT_UPDATED + e.getMessage());
    }
  }

  private ServerTls usable(TlsFiles files) {
    TlsFiles.requireValid(files.identities(), Instant.now());
    return ServerTls.of(files, engine);
  }

  private synchronized void take(Optional<ServerTls> made) {
    current = made;
    onDisk = OnDisk.IN_FORCE;
    refused = "";
  }

  // Files that change

  /**
   * Looks whether the files have changed, and takes them where they can be used and {@code
   * tls-auto-reload-interval} asks for it. Blocks; one call at a time.
   */
  public void lookAtFiles(LiveSettings settings) {
    Optional<ServerTls> before = current;
    if (before.isEmpty()) {
      return;
    }
    boolean takes = !settings.now().get(Directives.TLS_AUTO_RELOAD_INTERVAL).isZero();
    String digest = "unreadable";
    try {
      TlsFiles files = TlsFiles.read(before.get().config());
      digest = files.digest();
      if (digest.equals(before.get().digest())) {
        onDisk = OnDisk.IN_FORCE;
        refused = "";
      } else if (takes) {
        takeIfUnchanged(before, usable(files));
      } else {
        onDisk = OnDisk.CHANGED;
      }
    } catch (TlsException e) {
      refuse(digest, e);
    }
  }

  private void takeIfUnchanged(Optional<ServerTls> before, ServerTls made) {
    synchronized (this) {
      if (!current.equals(before)) {
        return; // CONFIG SET came first
      }
      take(Optional.of(made));
    }
    log.info(
        "TLS: took the files that have changed; the certificate {} is valid until {}",
        made.fingerprint(),
        made.validUntil());
  }

  /** Once for each state of the files. */
  private void refuse(String digest, TlsException reason) {
    onDisk = OnDisk.REFUSED;
    if (!digest.equals(refused)) {
      refused = digest;
      log.error(
          "TLS: the files have changed and cannot be used; those in force stay: {}",
          reason.getMessage());
    }
  }
}
