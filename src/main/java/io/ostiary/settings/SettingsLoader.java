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
import java.util.TreeMap;
import java.util.regex.Pattern;

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

  private static final String FILE_KEY = "config-file";
  private static final String USUAL_FILE = "conf/ostiary.conf";
  // What Kubernetes and Docker put in the environment for a service named "ostiary".
  private static final Pattern SERVICE_LINK =
      Pattern.compile("OSTIARY_(SERVICE_.*|PORT_[0-9]+_.*|NAME|ENV_.*)");
  private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

  private final Vertx vertx;
  private final String usualFile;
  private final Map<String, String> environment;

  SettingsLoader(Vertx vertx, String usualFile, Map<String, String> environment) {
    this.vertx = vertx;
    this.usualFile = usualFile;
    this.environment = environment;
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
    return new SettingsLoader(vertx, USUAL_FILE, System.getenv())
        .load(file, verticleConfig, commandLine);
  }

  Future<Settings> load(
      Optional<String> named, JsonObject verticleConfig, Map<String, List<String>> commandLine) {
    try {
      JsonObject fromEnvironment = environment();
      JsonObject fromVerticle = verticle(verticleConfig);
      JsonObject fromCommandLine = commandLine(commandLine);
      return file(named, verticleConfig)
          .compose(file -> retrieve(file, List.of(fromEnvironment, fromVerticle, fromCommandLine)));
    } catch (ConfigurationException e) {
      return Future.failedFuture(e);
    }
  }

  private JsonObject environment() {
    Layer layer = new Layer();
    // Sorted, so that of several mistakes the same one is always named first.
    new TreeMap<>(environment)
        .forEach(
            (variable, value) -> {
              if (isSetting(variable, value)) {
                String text = variable + "=" + value;
                Place place = new Place("the environment", text, Notation.ENVIRONMENT);
                layer.put(Notation.directive(variable), List.of(value), place);
              }
            });
    return layer.toJson();
  }

  private static boolean isSetting(String variable, String value) {
    return variable.startsWith("OSTIARY_")
        && !variable.equals(Notation.variable(FILE_KEY))
        && !SERVICE_LINK.matcher(variable).matches()
        && !SERVICE_ADDRESS.matcher(value).matches();
  }

  private static JsonObject verticle(JsonObject config) {
    Layer layer = new Layer();
    for (Map.Entry<String, Object> entry : config) {
      if (!entry.getKey().equals(FILE_KEY)) {
        layer.putJson(entry.getKey(), entry.getValue(), inVerticle(entry));
      }
    }
    return layer.toJson();
  }

  private static Place inVerticle(Map.Entry<String, Object> entry) {
    String text = new JsonObject().put(entry.getKey(), entry.getValue()).encode();
    return new Place(
        "the verticle's config()", text.substring(1, text.length() - 1), Notation.JSON);
  }

  private static JsonObject commandLine(Map<String, List<String>> directives) {
    Layer layer = new Layer();
    directives.forEach(
        (name, words) -> {
          String text = "--" + name + " " + String.join(" ", words);
          layer.put(name, words, new Place("the command line", text, Notation.COMMAND_LINE));
        });
    return layer.toJson();
  }

  private Future<Optional<ConfiguredFile>> file(Optional<String> named, JsonObject config) {
    Optional<String> name =
        named
            .or(() -> fileInVerticle(config))
            .or(() -> Optional.ofNullable(environment.get(Notation.variable(FILE_KEY))))
            // An empty variable is how many a deployment leaves one unset.
            .filter(path -> !path.isEmpty());
    if (name.isPresent()) {
      return Future.succeededFuture(name.map(ConfiguredFile::named));
    }
    ConfiguredFile usual = ConfiguredFile.named(usualFile);
    return vertx
        .fileSystem()
        .exists(usual.path().toString())
        .map(exists -> exists ? Optional.of(usual) : Optional.empty());
  }

  private static Optional<String> fileInVerticle(JsonObject config) {
    Object name = config.getValue(FILE_KEY);
    if (name != null && !(name instanceof String)) {
      throw new Place("the verticle's config()", "\"config-file\": " + name, Notation.JSON)
          .wrong("config-file takes the path of a file, in quotes");
    }
    return Optional.ofNullable((String) name);
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
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      return new ConfigurationException(
          "cannot read the configuration file "
              + file.get().name()
              + ": "
              + ConfFiles.reason(cause));
    }
    return failure;
  }
}
