package io.ostiary.settings.load;

import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Settings;
import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * Reads the settings from everywhere they may come from, by vertx-config. Of two sources the later
 * wins: the built-in defaults; the file that is named, or {@code conf/ostiary.conf} if it is there;
 * the environment ({@code OSTIARY_MAX_NEW_CONNECTIONS_PER_CYCLE} for {@code
 * max-new-connections-per-cycle}); a verticle's configuration; the command line. Every source is
 * checked in full, also where a later one wins.
 *
 * <p>The file is named on the command line, else by {@code config-file} in the verticle's
 * configuration, else by {@code OSTIARY_CONFIG_FILE}. Its ending tells the format: {@code .json},
 * {@code .yaml}, {@code .yml}, {@code .properties}; any other is redis.conf syntax.
 *
 * <p>Vert.x's launchers read the file of their option {@code -conf} themselves and hand its content
 * over as the verticle's configuration. If they cannot read it they start the verticle with an
 * empty one, which nothing here can tell from a start without {@code -conf}: to be refused when the
 * file is missing, name it by {@code config-file} or {@code OSTIARY_CONFIG_FILE}.
 */
public final class SettingsLoader {

  private final Sources sources;

  SettingsLoader(Sources sources) {
    this.sources = sources;
  }

  /**
   * Reads the settings of a verticle. May be called on any thread and never blocks it.
   *
   * @param verticleConfig a verticle's {@code config()}: directives, and {@code config-file}
   * @return the settings, or a failure with {@link ConfigurationException}
   */
  public static Future<Settings> load(Vertx vertx, JsonObject verticleConfig) {
    return new SettingsLoader(Sources.ofThisProcess())
        .load(vertx, Optional.empty(), verticleConfig, Map.of());
  }

  /**
   * Reads the settings of a program that has no Vert.x yet, since how that is to be made is among
   * them. It blocks.
   *
   * @param file the configuration file named on the command line
   * @param commandLine directives with the words of their values
   * @throws ConfigurationException at the first mistake
   */
  public static Settings load(Optional<String> file, Map<String, List<String>> commandLine) {
    return new SettingsLoader(Sources.ofThisProcess()).loadBlocking(file, commandLine);
  }

  Future<Settings> load(
      Vertx vertx,
      Optional<String> file,
      JsonObject verticleConfig,
      Map<String, List<String>> commandLine) {
    return vertx
        .executeBlocking(() -> sources.inOrder(file, verticleConfig, commandLine))
        .compose(inOrder -> retrieve(vertx, inOrder));
  }

  Settings loadBlocking(Optional<String> file, Map<String, List<String>> commandLine) {
    Sources.InOrder inOrder = sources.inOrder(file, new JsonObject(), commandLine);
    if (inOrder.file().isPresent() && !inOrder.file().get().isRedisConf()) {
      return retrieveBlocking(inOrder);
    }
    // Without vertx-config, which needs a Vert.x: one made for this alone would delay every start.
    JsonObject merged =
        inOrder.file().map(SettingsLoader::readRedisConf).orElseGet(JsonObject::new);
    inOrder.others().forEach(layer -> merged.mergeIn(layer, true));
    return settings(inOrder, merged);
  }

  private static Settings settings(Sources.InOrder inOrder, JsonObject merged) {
    return Layer.settings(merged, inOrder.file().map(file -> file.path().toString()));
  }

  private static JsonObject readRedisConf(ConfiguredFile file) {
    try {
      return RedisConfProcessor.read(file, Files.readAllBytes(file.path()));
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  private static Future<Settings> retrieve(Vertx vertx, Sources.InOrder inOrder) {
    ConfigRetrieverOptions options = new ConfigRetrieverOptions().setScanPeriod(-1);
    inOrder.file().ifPresent(file -> options.addStore(store(file)));
    inOrder
        .others()
        .forEach(
            layer -> options.addStore(new ConfigStoreOptions().setType("json").setConfig(layer)));
    ConfigRetriever retriever = ConfigRetriever.create(vertx, options);
    return retriever
        .getConfig()
        .eventually(retriever::close)
        .map(merged -> settings(inOrder, merged))
        .recover(failure -> Future.failedFuture(explained(inOrder.file(), failure)));
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

  private static Settings retrieveBlocking(Sources.InOrder inOrder) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    try {
      return retrieve(vertx, inOrder).toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }
}
