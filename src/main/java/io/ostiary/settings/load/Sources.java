package io.ostiary.settings.load;

import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Directive;
import io.ostiary.settings.Directives;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where settings come from, and in which order: the one place that decides it. Each method that
 * reads a source checks it in full and throws {@link ConfigurationException} for the first mistake.
 * Immutable.
 */
final class Sources {

  private static final String FILE_KEY = "config-file";
  private static final String USUAL_FILE = "conf/ostiary.conf";
  // What Kubernetes and Docker put in the environment for services named "ostiary" and
  // "ostiary-upstream".
  private static final Pattern SERVICE_LINK =
      Pattern.compile("OSTIARY_(UPSTREAM_)?(SERVICE_.*|PORT_[0-9]+_.*|NAME|ENV_.*)");
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

  /**
   * The sources of one start, each winning over those before it: the file, then the others.
   *
   * @param file what is to be read; not read yet
   * @param others what the other sources say, checked
   */
  record InOrder(Optional<ConfiguredFile> file, List<JsonObject> others) {}

  /** The sources of a start with these; it blocks while it looks for the usual file. */
  InOrder inOrder(
      Optional<String> named, JsonObject verticleConfig, Map<String, List<String>> commandLine) {
    List<JsonObject> others =
        List.of(environment(), verticle(verticleConfig), commandLine(commandLine));
    return new InOrder(namedFile(named, verticleConfig).or(this::usualFile), others);
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
        && !(variable.endsWith("_PORT") && SERVICE_ADDRESS.matcher(value).matches());
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
          Place place = new Place("the command line", text, Notation.COMMAND_LINE);
          layer.put(name, given(name, words), place);
        });
    return layer.toJson();
  }

  /** A list that is given no word is empty, as redis-server has it; any other needs its value. */
  private static List<String> given(String name, List<String> words) {
    boolean isList = Directives.find(name).map(Directive::takesList).orElse(false);
    return words.isEmpty() && isList ? List.of("") : words;
  }

  private Optional<ConfiguredFile> namedFile(
      Optional<String> onCommandLine, JsonObject verticleConfig) {
    return onCommandLine
        .or(() -> fileInVerticle(verticleConfig))
        .or(() -> Optional.ofNullable(environment.get(Notation.variable(FILE_KEY))))
        // An empty variable is how many a deployment leaves one unset.
        .filter(path -> !path.isEmpty())
        .map(ConfiguredFile::named);
  }

  private Optional<ConfiguredFile> usualFile() {
    return Optional.of(ConfiguredFile.named(usualFile)).filter(file -> Files.exists(file.path()));
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
