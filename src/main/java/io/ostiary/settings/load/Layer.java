package io.ostiary.settings.load;

import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Directive;
import io.ostiary.settings.Directives;
import io.ostiary.settings.Secret;
import io.ostiary.settings.SettingException;
import io.ostiary.settings.Settings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What one source says, checked directive by directive as it is put in, so that a complaint can
 * name its place. Confined to the thread that fills it.
 */
final class Layer {

  private static final String UNUSED = "unused-directives";

  // What decoding makes of bytes that are not UTF-8.
  private static final char UNDECODABLE = '\uFFFD';

  private final Map<Directive<?>, Object> values = new LinkedHashMap<>();
  private final Map<String, String> unused = new LinkedHashMap<>();

  /** Takes a directive with its value in words; the last value of a name counts. */
  void put(String name, List<String> words, Place place) {
    Optional<Directive<?>> directive = find(name, place);
    if (directive.isPresent()) {
      putBytes(directive.get(), bytes(directive.get(), words, place), place);
    } else {
      UnsupportedGuards.check(name, parted(words), place);
    }
  }

  /** The same with words that need not be text. */
  void putBytes(String name, List<byte[]> words, Place place) {
    Optional<Directive<?>> directive = find(name, place);
    if (directive.isPresent()) {
      putBytes(directive.get(), words, place);
    } else {
      UnsupportedGuards.check(name, words.stream().map(Layer::shown).toList(), place);
    }
  }

  private static String shown(byte[] word) {
    return new String(word, StandardCharsets.UTF_8);
  }

  /** Takes a directive with its value as JSON has it. */
  void putJson(String name, Object value, Place place) {
    Optional<Directive<?>> directive = find(name, place);
    if (directive.isPresent()) {
      putBytes(directive.get(), bytes(directive.get(), value, place), place);
    } else {
      UnsupportedGuards.check(name, parted(shown(value)), place);
    }
  }

  private static List<String> shown(Object value) {
    if (value instanceof JsonArray array) {
      return array.stream().map(String::valueOf).toList();
    }
    return List.of(value instanceof Boolean flag ? (flag ? "yes" : "no") : String.valueOf(value));
  }

  /** One word may stand for several, where a source has room for one only. */
  private static List<String> parted(List<String> words) {
    return words.size() == 1 ? List.of(words.get(0).strip().split("\\s+")) : words;
  }

  private Optional<Directive<?>> find(String name, Place place) {
    Optional<Directive<?>> directive = Directives.find(name);
    if (directive.isEmpty()) {
      if (name.equalsIgnoreCase("include")) {
        throw place.wrong("include stands in files in redis.conf syntax only, before one file");
      }
      if (!RedisDirectives.contains(name)) {
        throw place.unknown(name);
      }
      unused.putIfAbsent(name.toLowerCase(Locale.ROOT), place.where());
    }
    return directive;
  }

  private <T> void putBytes(Directive<T> directive, List<byte[]> words, Place place) {
    if (!directive.takesBytes()) {
      checkText(words, place);
    }
    T value;
    try {
      value = directive.parseBytes(words);
    } catch (SettingException e) {
      throw hasComment(words, 1, place)
          ? misplacedComment(place)
          : place.badValue(directive, e.getMessage());
    }
    if (directive.takesList() && hasComment(words, 0, place)) {
      throw misplacedComment(place);
    }
    try {
      values.merge(directive, value, (earlier, later) -> combined(directive, earlier, later));
    } catch (SettingException e) {
      throw place.wrong(e.getMessage());
    }
  }

  private static boolean hasComment(List<byte[]> words, int first, Place place) {
    return place.notation() == Notation.REDIS_CONF
        && words.stream().skip(first).anyMatch(word -> word.length > 0 && word[0] == '#');
  }

  private static ConfigurationException misplacedComment(Place place) {
    return place.wrong("a comment stands on a line of its own: nothing may follow a directive");
  }

  // Of a directive there are only values that it has parsed itself.
  @SuppressWarnings("unchecked")
  private static <T> T combined(Directive<T> directive, Object earlier, Object later) {
    return directive.combined((T) earlier, (T) later);
  }

  private static void checkText(List<byte[]> words, Place place) {
    try {
      words.forEach(ConfWords::text);
    } catch (IllegalArgumentException e) {
      throw place.wrong(e.getMessage());
    }
  }

  private static List<byte[]> bytes(Directive<?> directive, Object value, Place place) {
    if (directive.takesBytes() && value instanceof JsonObject object) {
      return List.of(decoded(directive, object, place));
    }
    return bytes(directive, words(directive, value, place), place);
  }

  private static byte[] decoded(Directive<?> directive, JsonObject object, Place place) {
    try {
      return Secret.ofJson(object).bytes();
    } catch (IllegalArgumentException e) {
      throw place.badValue(directive);
    }
  }

  /** The bytes of words that are text; a secret that was lost in decoding would be another one. */
  private static List<byte[]> bytes(Directive<?> directive, List<String> words, Place place) {
    if (directive.takesBytes() && words.stream().anyMatch(word -> word.indexOf(UNDECODABLE) >= 0)) {
      throw place.wrong(
          directive.name()
              + " has bytes here that cannot be read as text; start in a locale of UTF-8 (LC_ALL="
              + "C.UTF-8), or set it in a file in redis.conf syntax, which takes any bytes");
    }
    return words.stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toList();
  }

  private static List<String> words(Directive<?> directive, Object value, Place place) {
    if (value instanceof JsonArray array) {
      return words(directive, array, place);
    }
    if (value instanceof JsonObject pairs && directive.takesPairs()) {
      return pairs(directive, pairs, place);
    }
    if (value instanceof Boolean flag && directive.takesYesOrNo()) {
      return List.of(flag ? "yes" : "no");
    }
    if (value instanceof String text) {
      return List.of(text);
    }
    // A password of digits in a file's number would lose its leading zeros unseen.
    if (value instanceof Number number && !directive.takesText()) {
      return List.of(number.toString());
    }
    throw place.badValue(directive);
  }

  private static List<String> words(Directive<?> directive, JsonArray array, Place place) {
    if (array.isEmpty()) {
      return List.of("");
    }
    List<String> words = new ArrayList<>();
    for (Object element : array) {
      if (!(element instanceof String word)) {
        throw place.badValue(directive);
      }
      words.add(word);
    }
    return directive.takesLines() ? List.of(String.join("\n", words)) : words;
  }

  private static List<String> pairs(Directive<?> directive, JsonObject pairs, Place place) {
    List<String> words = new ArrayList<>();
    for (Map.Entry<String, Object> pair : pairs) {
      if (!(pair.getValue() instanceof String second)) {
        throw place.badValue(directive);
      }
      words.add(pair.getKey());
      words.add(second);
    }
    return words.isEmpty() ? List.of("") : words;
  }

  /** The values by name, and beside them what was put in and has no use. */
  JsonObject toJson() {
    JsonObject json = new JsonObject();
    values.forEach((directive, value) -> json.put(directive.name(), json(directive, value)));
    if (!unused.isEmpty()) {
      json.put(UNUSED, new JsonObject(new LinkedHashMap<>(unused)));
    }
    return json;
  }

  // As above.
  @SuppressWarnings("unchecked")
  private static <T> Object json(Directive<T> directive, Object value) {
    return directive.json((T) value);
  }

  /** Settings of what {@link #toJson} gave, for one layer or for several merged. */
  static Settings settings(JsonObject merged, Optional<String> file) {
    Settings settings = Settings.defaults();
    for (Directive<?> directive : Directives.all()) {
      if (merged.containsKey(directive.name())) {
        settings = with(settings, directive, merged.getValue(directive.name()));
      }
    }
    return settings.readFrom(file, notices(merged));
  }

  private static <T> Settings with(Settings settings, Directive<T> directive, Object value) {
    Place nowhere = new Place("the merged configuration", "", Notation.JSON);
    return settings.with(directive, directive.parseBytes(bytes(directive, value, nowhere)));
  }

  private static List<String> notices(JsonObject merged) {
    return merged.getJsonObject(UNUSED, new JsonObject()).stream()
        .map(
            entry ->
                entry.getKey()
                    + " is a Redis directive that Ostiary has no use for; ignored "
                    + entry.getValue())
        .toList();
  }
}
