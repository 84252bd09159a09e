package io.ostiary;

import io.ostiary.settings.Directives;
import io.ostiary.settings.LogLevel;
import io.ostiary.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.LoggerFactory;

/**
 * The directives {@code loglevel} and {@code logfile}, for Ostiary's own loggers. They hold where
 * Logback does the logging; an embedder with another library configures that one. Safe from any
 * thread.
 */
final class Logging {

  private Logging() {}

  /** Applies both before anything is logged; the file is opened on a worker. */
  static Future<Settings> atStart(Vertx vertx, Settings settings) {
    return vertx.executeBlocking(
        () -> {
          apply(settings);
          return settings;
        });
  }

  /**
   * Applies both. Blocks while the file is opened; one that is open stays so.
   *
   * @throws io.ostiary.settings.ConfigurationException if the file cannot be written
   */
  static void apply(Settings settings) {
    LogLevel level = settings.get(Directives.LOGLEVEL);
    // An embedder who says nothing of the level keeps the one of the logging configuration.
    if (!level.equals(Settings.defaults().get(Directives.LOGLEVEL))) {
      level(level);
    }
    String file = settings.get(Directives.LOGFILE);
    if (!file.isEmpty() && isLogback()) {
      Logback.toFile(file);
    }
  }

  /** Changes how much is logged from now on. */
  static void level(LogLevel level) {
    if (isLogback()) {
      Logback.level(level);
    }
  }

  // By name: the class may be missing, since Logback is the server's choice and not an embedder's.
  private static boolean isLogback() {
    String factory = LoggerFactory.getILoggerFactory().getClass().getName();
    return factory.equals("ch.qos.logback.classic.LoggerContext");
  }
}
