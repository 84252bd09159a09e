package io.ostiary.settings;

import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.FileSystemException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the settings through vertx-config from everywhere they may come from. Of two sources the
 * later wins: the built-in defaults; the file that is named, or {@code conf/ostiary.conf} if it is
 * there; the environment ({@code OSTIARY_MAX_NEW_CONNECTIONS_PER_CYCLE} for {@code
 * max-new-connections-per-cycle}); a verticle's configuration; the command line. Every source is
 * checked in full, also where a later one wins.
 *
 * <p>The file is named on the command line, else by {@code config-file} in the verticle's
 * configuration, else by {@code OSTIARY_CONFIG_FILE}. Its ending tells the format: {@code .json},
 * {@code .yaml}, {@code .yml}, {@code .properties}; any other is redis.conf syntax.
 */
public final class SettingsLoader {

  private final Vertx vertx;
  private final Sources sources;

  SettingsLoader(Vertx vertx, Sources sources) {
    this.vertx = vertx;
    this.sources = sources;
  }

  /**
   * Reads the settings. May be called on any thread and never blocks it.
   *
   * @param file the configuration file named on the command line
   * @param verticleConfig a verticle's {@code config()}: directives, and {@code config-file}
   * @param commandLine directives with the words of their values
   * @return the settings, or a failure with {@link ConfigurationException}
   */
  public static Future<Settings> load(
      Vertx vertx,
      Optional<String> file,
      JsonObject verticleConfig,
      Map<String, List<String>> commandLine) {
    return new SettingsLoader(vertx, Sources.ofThisProcess())
        .load(file, verticleConfig, commandLine);
  }

  Future<Settings> load(
      Optional<String> named, JsonObject verticleConfig, Map<String, List<String>> commandLine) {
    try {
      JsonObject fromEnvironment = sources.environment();
      JsonObject fromVerticle = Sources.verticle(verticleConfig);
      JsonObject fromCommandLine = Sources.commandLine(commandLine);
      return file(named, verticleConfig)
          .compose(file -> retrieve(file, List.of(fromEnvironment, fromVerticle, fromCommandLine)));
    } catch (ConfigurationException e) {
      return Future.failedFuture(e);
    }
  }

  private Future<Optional<ConfiguredFile>> file(Optional<String> named, JsonObject config) {
    Optional<ConfiguredFile> file = sources.namedFile(named, config);
    if (file.isPresent()) {
      return Future.succeededFuture(file);
    }
    ConfiguredFile usual = sources.usualFile();
    return vertx
        .fileSystem()
        .exists(usual.path().toString())
        .map(exists -> exists ? Optional.of(usual) : Optional.empty());
  }

  private Future<Settings> retrieve(Optional<ConfiguredFile> file, List<JsonObject> above) {
    ConfigRetrieverOptions options = new ConfigRetrieverOptions().setScanPeriod(-1);
    file.ifPresent(present -> options.addStore(store(present)));
    above.forEach(
        layer -> options.addStore(new ConfigStoreOptions().setType("json").setConfig(layer)));
    ConfigRetriever retriever = ConfigRetriever.create(vertx, options);
    return retriever
        .getConfig()
        .eventually(retriever::close)
        .map(merged -> Layer.settings(merged, file.map(read -> read.path().toString())))
        .recover(failure -> Future.failedFuture(explained(file, failure)));
  }

  private static ConfigStoreOptions store(ConfiguredFile file) {
    return new ConfigStoreOptions()
        .setType("file")
        .setFormat(file.isRedisConf() ? RedisConfProcessor.FORMAT : CheckedProcessor.FORMAT)
        .setConfig(file.toJson());
  }

  private static Throwable explained(Optional<ConfiguredFile> file, Throwable failure) {
    if (failure instanceof FileSystemException && file.isPresent()) {
      return file.get().unreadable(failure.getCause() == null ? failure : failure.getCause());
    }
    return failure;
  }
}
