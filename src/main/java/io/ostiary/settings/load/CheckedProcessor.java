package io.ostiary.settings.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Directive;
import io.ostiary.settings.Directives;
import io.vertx.config.spi.ConfigProcessor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads a JSON, YAML or properties file by vertx-config's own processor and checks what it holds
 * while the text is at hand, so that a complaint can name the line: the format {@code
 * ostiary-checked}. The store's {@code format} names the file's, else the ending of its {@code
 * path} tells. It gives what {@link RedisConfProcessor} gives. Safe for any thread; it never
 * blocks.
 */
public final class CheckedProcessor implements ConfigProcessor {

  /** The name of the format. */
  static final String FORMAT = "ostiary-checked";

  private static final Predicate<String> INDENTED_BY_TAB = Pattern.compile("^ *\t").asPredicate();
  private static final Pattern TRAILING_COMMA = Pattern.compile(",\\s*[}\\]]");

  /** Made by vertx-config. */
  public CheckedProcessor() {}

  @Override
  public String name() {
    return FORMAT;
  }

  @Override
  public Future<JsonObject> process(Vertx vertx, JsonObject configuration, Buffer read) {
    Buffer input = Buffer.buffer(FileBytes.withoutMark(read.getBytes()));
    ConfiguredFile file = ConfiguredFile.of(configuration);
    // Without this, properties that look like numbers are rewritten as such: passwords too.
    JsonObject options = file.toJson().put("raw-data", true);
    List<String> lines = input.toString(StandardCharsets.UTF_8).lines().toList();
    return processor(file)
        .process(vertx, options, input)
        .recover(failure -> Future.failedFuture(unreadable(file, lines, failure)))
        .map(json -> check(file, lines, json));
  }

  private static ConfigProcessor processor(ConfiguredFile file) {
    for (ConfigProcessor processor :
        ServiceLoader.load(ConfigProcessor.class, ConfigProcessor.class.getClassLoader())) {
      if (processor.name().equals(file.format())) {
        return processor;
      }
    }
    throw new ConfigurationException(
        "cannot read the configuration file "
            + file.name()
            + ": nothing on the class path reads "
            + file.format());
  }

  private static ConfigurationException unreadable(
      ConfiguredFile file, List<String> lines, Throwable failure) {
    int number = Math.min(lineOf(failure), lines.size());
    String text = lines.isEmpty() ? "" : lines.get(Math.max(0, number - 1));
    Place place =
        number > 0
            ? Place.line(file.name(), number, text, file.notation())
            : new Place(file.name(), text, file.notation());
    return place.wrong(
        "the file must hold one object in "
            + file.format()
            + " syntax"
            + hint(file, lines, number));
  }

  /** What is wrong in most files that a parser refuses, if it is near the line. */
  private static String hint(ConfiguredFile file, List<String> lines, int number) {
    if (file.notation() == Notation.YAML && lines.stream().anyMatch(INDENTED_BY_TAB)) {
      return "; it is indented with spaces, never with a tab";
    }
    String before = String.join("\n", lines.subList(0, Math.min(lines.size(), number)));
    if (file.notation() == Notation.JSON && TRAILING_COMMA.matcher(before).find()) {
      return "; after the last value there is no comma";
    }
    return "";
  }

  /** The number of the line at which a parser gave up; 0 if it does not say. */
  private static int lineOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof JsonProcessingException json && json.getLocation() != null) {
        return json.getLocation().getLineNr();
      }
      if (cause instanceof MarkedYAMLException yaml && yaml.getProblemMark() != null) {
        return yaml.getProblemMark().getLine() + 1;
      }
    }
    return 0;
  }

  private static JsonObject check(ConfiguredFile file, List<String> lines, JsonObject json) {
    Layer layer = new Layer();
    for (Map.Entry<String, Object> entry : json) {
      Place place = place(file, lines, entry.getKey(), entry.getValue());
      layer.putJson(entry.getKey(), value(file, entry.getKey(), entry.getValue()), place);
    }
    return layer.toJson();
  }

  /** Properties have no booleans, so true and false are taken for one. */
  private static Object value(ConfiguredFile file, String name, Object value) {
    boolean yesOrNo =
        Directives.find(name).map(Directive::takesYesOrNo).orElse(false)
            && file.notation() == Notation.PROPERTIES;
    if (yesOrNo && (value.equals("true") || value.equals("false"))) {
      return value.equals("true");
    }
    return value;
  }

  private static Place place(ConfiguredFile file, List<String> lines, String key, Object value) {
    Pattern beginning =
        Pattern.compile("^\\s*[{,]?\\s*[\"']?" + Pattern.quote(key) + "[\"']?(\\s*[:=]|\\s).*");
    Pattern anywhere = Pattern.compile(".*[{,\\s]\"" + Pattern.quote(key) + "\"\\s*:.*");
    for (Pattern pattern : List.of(beginning, anywhere)) {
      // From the end, because of a key given twice the last one counts.
      for (int number = lines.size(); number >= 1; number--) {
        if (pattern.matcher(lines.get(number - 1)).matches()) {
          return Place.line(file.name(), number, lines.get(number - 1), file.notation());
        }
      }
    }
    return new Place(file.name(), key + ": " + value, file.notation());
  }
}
