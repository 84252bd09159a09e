package io.ostiary;

import io.ostiary.listen.Endpoint;
import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Settings;
import io.ostiary.settings.load.SettingsLoader;
import io.ostiary.tls.LiveTls;
import io.ostiary.tls.TlsException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the first instance of a deployment does on workers before and after it listens. */
final class Startup {

  private static final Logger log = LoggerFactory.getLogger(ListenerVerticle.class);

  private Startup() {}

  /** The settings of a verticle with this configuration. */
  static Future<Settings> settings(Vertx vertx, JsonObject configuration) {
    return vertx
        .executeBlocking(() -> VertxLauncher.ofThisProcess().checked(configuration))
        .compose(config -> SettingsLoader.load(vertx, config));
  }

  /** The TLS that settings ask for; fails where its files cannot be used. */
  static Future<LiveTls> tls(Vertx vertx, Settings settings) {
    return vertx.executeBlocking(
        () -> tls(settings, blocking -> vertx.executeBlocking(blocking, false)));
  }

  /**
   * The same at once, which blocks.
   *
   * @throws ConfigurationException if a file cannot be used
   */
  static LiveTls tls(Settings settings, LiveTls.Workers workers) {
    try {
      return LiveTls.of(settings, workers);
    } catch (TlsException e) {
      throw new ConfigurationException("bad configuration: " + e.getMessage());
    }
  }

  /**
   * Says in the log that a server listens.
   *
   * @param advises whether the Vert.x was made elsewhere, so that its transport may be a mistake
   */
  static Future<SharedServer> announce(
      Vertx vertx, SharedServer made, List<Endpoint> opened, boolean advises) {
    made.listening().endpoints(opened);
    return vertx.executeBlocking(
        () -> {
          ReadyNotice.log(made.settings().now(), opened);
          if (advises) {
            Transports.advice((VertxInternal) vertx).ifPresent(log::info);
          }
          return made;
        });
  }
}
