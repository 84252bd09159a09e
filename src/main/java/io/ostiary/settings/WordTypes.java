package io.ostiary.settings;

import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kinds of values that are words. */
final class WordTypes {

  private WordTypes() {}

  static <W> W only(List<W> words) {
    if (words.size() != 1) {
      throw new IllegalArgumentException("wrong number of arguments");
    }
    return words.get(0);
  }

  /** Yes or no. */
  record YesNo() implements ValueType<Boolean> {

    @Override
    public Boolean parse(List<String> words) {
      return switch (only(words).toLowerCase(Locale.ROOT)) {
        case "yes" -> true;
        case "no" -> false;
        default -> throw new IllegalArgumentException("argument must be 'yes' or 'no'");
      };
    }

    @Override
    public String format(Boolean value) {
      return value ? "yes" : "no";
    }

    @Override
    public Object json(Boolean value) {
      return value;
    }

    @Override
    public String expected() {
      return "yes or no";
    }
  }

  /**
   * One of a few names, in any case, shown in lower case.
   *
   * @param joint what stands between a name's words
   */
  record OneOf<E extends Enum<E>>(List<E> values, char joint) implements ValueType<E> {

    static <E extends Enum<E>> OneOf<E> of(Class<E> type) {
      return new OneOf<>(List.of(type.getEnumConstants()), '_');
    }

    static <E extends Enum<E>> OneOf<E> hyphenated(Class<E> type) {
      return new OneOf<>(List.of(type.getEnumConstants()), '-');
    }

    @Override
    public E parse(List<String> words) {
      String word = only(words);
      for (E value : values) {
        if (format(value).equalsIgnoreCase(word)) {
          return value;
        }
      }
      throw new IllegalArgumentException("argument(s) must be one of the following: " + names());
    }

    @Override
    public String format(E value) {
      return value.name().toLowerCase(Locale.ROOT).replace('_', joint);
    }

    @Override
    public Object json(E value) {
      return format(value);
    }

    @Override
    public String expected() {
      return "one of " + names();
    }

    private String names() {
      return values.stream().map(this::format).collect(Collectors.joining(", "));
    }
  }

  /** Any text, as one word. */
  record Text(String expected) implements ValueType<String> {

    @Override
    public String parse(List<String> words) {
      return only(words);
    }

    @Override
    public String format(String value) {
      return value;
    }

    @Override
    public Object json(String value) {
      return value;
    }
  }

  /** A folder; CONFIG GET answers its whole path. */
  record Folder(String expected) implements ValueType<String> {

    @Override
    public String parse(List<String> words) {
      String path = only(words);
      if (path.isEmpty() || path.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("argument must be the path of a folder");
      }
      return path;
    }

    @Override
    public String format(String value) {
      return value;
    }

    @Override
    public byte[] answer(String value) {
      String whole = Path.of(value).toAbsolutePath().normalize().toString();
      return whole.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Object json(String value) {
      return value;
    }
  }

  /** Any number of words, none of them empty; one empty word stands for none at all. */
  record WordList(String expected) implements ValueType<List<String>> {

    @Override
    public List<String> parse(List<String> words) {
      if (words.isEmpty()) {
        throw new IllegalArgumentException("wrong number of arguments");
      }
      if (words.equals(List.of(""))) {
        return List.of();
      }
      List<String> parts =
          words.size() == 1 ? Arrays.asList(words.get(0).strip().split("\\s+")) : words;
      if (parts.stream().anyMatch(part -> part.isBlank() || part.contains(" "))) {
        throw new IllegalArgumentException("argument must be a list of words");
      }
      return List.copyOf(parts);
    }

    @Override
    public String format(List<String> value) {
      return String.join(" ", value);
    }

    @Override
    public Object json(List<String> value) {
      return new JsonArray(List.copyOf(value));
    }
  }
}
