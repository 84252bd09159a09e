package io.ostiary.settings;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What settings come from besides the file, and which file that is. Each method that reads a source
 * checks it in full and throws {@link ConfigurationException} for the first mistake. Immutable.
 */
final class Sources {

  private static final String FILE_KEY = "config-file";
  private static final String USUAL_FILE = "conf/ostiary.conf";
  // What Kubernetes and Docker put in the environment for a service named "ostiary".
  private static final Pattern SERVICE_LINK =
      Pattern.compile("OSTIARY_(SERVICE_.*|PORT_[0-9]+_.*|NAME|ENV_.*)");
  private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

  private final String usualFile;
  private final Map<String, String> environment;

  Sources(String usualFile, Map<String, String> environment) {
    this.usualFile = usualFile;
    this.environment = environment;
  }

  static Sources ofThisProcess() {
    return new Sources(USUAL_FILE, System.getenv());
  }

  /** What the environment says. */
  JsonObject environment() {
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

  /** What a verticle's configuration says. */
  static JsonObject verticle(JsonObject config) {
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

  /** What the command line says: directives with the words of their values. */
  static JsonObject commandLine(Map<String, List<String>> directives) {
    Layer layer = new Layer();
    directives.forEach(
        (name, words) -> {
          String text = "--" + name + " " + String.join(" ", words);
          layer.put(name, words, new Place("the command line", text, Notation.COMMAND_LINE));
        });
    return layer.toJson();
  }

  /** The file that somebody named: on the command line, in the verticle, in the environment. */
  Optional<ConfiguredFile> namedFile(Optional<String> onCommandLine, JsonObject verticleConfig) {
    return onCommandLine
        .or(() -> fileInVerticle(verticleConfig))
        .or(() -> Optional.ofNullable(environment.get(Notation.variable(FILE_KEY))))
        // An empty variable is how many a deployment leaves one unset.
        .filter(path -> !path.isEmpty())
        .map(ConfiguredFile::named);
  }

  /** The file that is read unnamed, if it is there. */
  ConfiguredFile usualFile() {
    return ConfiguredFile.named(usualFile);
  }

  private static Optional<String> fileInVerticle(JsonObject config) {
    Object name = config.getValue(FILE_KEY);
    if (name != null && !(name instanceof String)) {
      throw new Place("the verticle's config()", "\"config-file\": " + name, Notation.JSON)
          .wrong("config-file takes the path of a file, in quotes");
    }
    return Optional.ofNullable((String) name);
  }
}
