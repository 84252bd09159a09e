package io.ostiary.settings;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Commands with their new names, empty for none at all: any number of pairs of words. */
record Renames(String expected) implements ValueType<Map<String, String>> {

  // No quotes, so that one word of text can hold any number of pairs.
  private static final Pattern NAME = Pattern.compile("[!-~&&[^\"']]+");

  @Override
  public Map<String, String> parse(List<String> given) {
    if (given.equals(List.of(""))) {
      return Map.of();
    }
    List<String> words = given.size() == 1 ? split(given.get(0)) : given;
    if (words.isEmpty() || words.size() % 2 != 0) {
      throw new IllegalArgumentException("wrong number of arguments");
    }
    Map<String, String> renames = Map.of();
    for (int i = 0; i < words.size(); i += 2) {
      renames = combined(renames, Map.of(command(words.get(i)), newName(words.get(i + 1))));
    }
    return renames;
  }

  private static List<String> split(String pairs) {
    return Arrays.stream(pairs.strip().split("\\s+"))
        .map(word -> word.equals("\"\"") || word.equals("''") ? "" : word)
        .toList();
  }

  private static String command(String word) {
    if (!NAME.matcher(word).matches()) {
      throw new IllegalArgumentException("argument must be the name of a command");
    }
    return word.toLowerCase(Locale.ROOT);
  }

  private static String newName(String word) {
    return word.isEmpty() ? word : command(word);
  }

  /** Both, in their order. */
  @Override
  public Map<String, String> combined(Map<String, String> earlier, Map<String, String> later) {
    Map<String, String> both = new LinkedHashMap<>(earlier);
    later.forEach(
        (command, name) -> {
          if (!name.equals(both.getOrDefault(command, name))) {
            throw new IllegalArgumentException("the command " + command + " is renamed twice");
          }
          both.put(command, name);
        });
    return Collections.unmodifiableMap(both);
  }

  @Override
  public String format(Map<String, String> value) {
    return value.entrySet().stream()
        .map(rename -> rename.getKey() + " " + quoted(rename.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static String quoted(String name) {
    return name.isEmpty() ? "\"\"" : name;
  }

  @Override
  public Object json(Map<String, String> value) {
    return new JsonObject(new LinkedHashMap<>(value));
  }
}
