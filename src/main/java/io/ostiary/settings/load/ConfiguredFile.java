package io.ostiary.settings.load;

import io.ostiary.settings.ConfigurationException;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A file as the configuration of a vertx-config store tells of it.
 *
 * @param name as it was named, for messages
 * @param path where it is
 * @param format the name of its format in vertx-config
 */
record ConfiguredFile(String name, Path path, String format) {

  private static final String NAME = "name";
  private static final String PATH = "path";
  private static final String FORMAT = "format";

  /** The file of this name, its format told by the ending. */
  static ConfiguredFile named(String name) {
    // Absolute, or vertx-config would also look for it on the class path.
    return new ConfiguredFile(name, Path.of(name).toAbsolutePath(), formatOf(name));
  }

  static ConfiguredFile of(JsonObject configuration) {
    JsonObject known = configuration == null ? new JsonObject() : configuration;
    String path = known.getString(PATH, "");
    String name = known.getString(NAME, path.isEmpty() ? "the configuration" : path);
    String format = known.getString(FORMAT, formatOf(path));
    return new ConfiguredFile(name, Path.of(path).toAbsolutePath(), format);
  }

  JsonObject toJson() {
    return new JsonObject().put(NAME, name).put(PATH, path.toString()).put(FORMAT, format);
  }

  boolean isRedisConf() {
    return format.equals(RedisConfProcessor.FORMAT);
  }

  /** The complaint that this file cannot be read. */
  ConfigurationException unreadable(Throwable why) {
    boolean directive = RedisDirectives.isDirective(name);
    return new ConfigurationException(
        "cannot read the configuration file "
            + name
            + ": "
            + ConfFiles.reason(why)
            + (directive ? "; if the directive is meant, write --" + name : ""));
  }

  Notation notation() {
    return switch (format) {
      case "json" -> Notation.JSON;
      case "yaml" -> Notation.YAML;
      case "properties" -> Notation.PROPERTIES;
      default -> Notation.REDIS_CONF;
    };
  }

  private static String formatOf(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".json")) {
      return "json";
    }
    if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
      return "yaml";
    }
    return lower.endsWith(".properties") ? "properties" : RedisConfProcessor.FORMAT;
  }
}
