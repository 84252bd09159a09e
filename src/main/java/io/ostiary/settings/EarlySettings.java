package io.ostiary.settings;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * Reads the settings of a program that has no Vert.x yet: how its Vert.x is to be made is in them.
 * The sources, what wins and what is refused are those of {@link SettingsLoader}. It blocks.
 */
public final class EarlySettings {

  private final Sources sources;

  EarlySettings(Sources sources) {
    this.sources = sources;
  }

  /**
   * Reads the settings.
   *
   * @param file the configuration file named on the command line
   * @param commandLine directives with the words of their values
   * @throws ConfigurationException at the first mistake
   */
  public static Settings load(Optional<String> file, Map<String, List<String>> commandLine) {
    return new EarlySettings(Sources.ofThisProcess()).read(file, commandLine);
  }

  Settings read(Optional<String> named, Map<String, List<String>> commandLine) {
    List<JsonObject> above = List.of(sources.environment(), Sources.commandLine(commandLine));
    Optional<ConfiguredFile> file =
        sources
            .namedFile(named, new JsonObject())
            .or(() -> Optional.of(sources.usualFile()).filter(usual -> Files.exists(usual.path())));
    if (file.isPresent() && !file.get().isRedisConf()) {
      return readByVertx(named, commandLine);
    }
    JsonObject merged = file.map(EarlySettings::readRedisConf).orElseGet(JsonObject::new);
    above.forEach(layer -> merged.mergeIn(layer, true));
    return Layer.settings(merged, file.map(read -> read.path().toString()));
  }

  // Without vertx-config, which needs a Vert.x: one made for this alone would delay every start.
  private static JsonObject readRedisConf(ConfiguredFile file) {
    try {
      byte[] bytes = Files.readAllBytes(file.path());
      return RedisConfProcessor.read(file, new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  private Settings readByVertx(Optional<String> named, Map<String, List<String>> commandLine) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    try {
      return new SettingsLoader(vertx, sources)
          .load(named, new JsonObject(), commandLine)
          .toCompletionStage()
          .toCompletableFuture()
          .join();
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
