package io.ostiary.command.server;

import io.ostiary.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Parses a command's argument syntax ({@code "key [EX seconds|KEEPTTL]"}) into the reply of COMMAND
 * DOCS. Upper-case words are tokens, {@code []} is optional, {@code [x ...]} repeats the {@code x}
 * before it, and {@code |} separates alternatives: of the one word before it if only single words
 * of its kind follow ({@code TYPE normal|master}), else of the whole group.
 */
final class ArgumentForm {

  private ArgumentForm() {}

  /** One map per argument, in order. */
  static List<Reply> read(String form) {
    if (form.isBlank()) {
      return List.of();
    }
    return sequence(form).stream().map(Argument::reply).toList();
  }

  private static List<Argument> sequence(String form) {
    List<String> choices = split(form, '|');
    if (choices.size() == 1) {
      return items(split(form, ' '), List.of());
    }
    List<String> words = split(choices.get(0), ' ');
    String last = words.get(words.size() - 1);
    List<String> later = choices.subList(1, choices.size());
    if (later.stream().allMatch(choice -> isAlike(last, choice))) {
      List<String> ofLastWord = new ArrayList<>(later);
      ofLastWord.add(0, last);
      return items(words.subList(0, words.size() - 1), ofLastWord);
    }
    return List.of(
        Argument.of("oneof", choices.stream().map(choice -> joined(sequence(choice))).toList()));
  }

  private static List<Argument> items(List<String> words, List<String> choicesAtEnd) {
    List<Argument> items = new ArrayList<>();
    String token = "";
    for (String word : words) {
      if (isOptional(word)) {
        addToken(token, items);
        token = "";
        addOptional(word.substring(1, word.length() - 1).strip(), items);
      } else if (isToken(word)) {
        addToken(token, items);
        token = word;
      } else {
        items.add(Argument.value(word).after(token));
        token = "";
      }
    }
    if (choicesAtEnd.isEmpty()) {
      addToken(token, items);
    } else {
      items.add(oneOf(choicesAtEnd, !token.isEmpty()).after(token));
    }
    return items;
  }

  private static Argument oneOf(List<String> choices, boolean afterToken) {
    List<Argument> parts = new ArrayList<>();
    for (String choice : choices) {
      boolean isWord = afterToken || isToken(choice);
      parts.add(isWord ? Argument.word(choice) : Argument.value(choice));
    }
    return Argument.of("oneof", parts);
  }

  private static void addToken(String token, List<Argument> items) {
    if (!token.isEmpty()) {
      items.add(Argument.word(token));
    }
  }

  private static void addOptional(String form, List<Argument> items) {
    if (!form.endsWith("...")) {
      items.add(joined(sequence(form)).asOptional());
      return;
    }
    int repeated = Math.min(split(form, ' ').size() - 1, items.size());
    List<Argument> last = items.subList(items.size() - repeated, items.size());
    if (!last.isEmpty()) {
      Argument whole = joined(List.copyOf(last)).asMultiple();
      last.clear();
      items.add(whole);
    }
  }

  private static Argument joined(List<Argument> parts) {
    return parts.size() == 1 ? parts.get(0) : Argument.of("block", parts);
  }

  /** Whether a choice is a single word of the same kind: token or placeholder. */
  private static boolean isAlike(String word, String choice) {
    return split(choice, ' ').size() == 1
        && !isOptional(choice)
        && !isOptional(word)
        && isToken(choice) == isToken(word);
  }

  private static boolean isOptional(String word) {
    return word.length() > 1 && word.startsWith("[") && word.endsWith("]");
  }

  private static boolean isToken(String word) {
    return word.matches("[A-Z][A-Z0-9-]*");
  }

  /** Splits at a separator outside of brackets; drops empty parts. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int begin = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : separator;
      if (c == '[') {
        depth++;
      } else if (c == ']') {
        depth--;
      }
      if (i == text.length() || (c == separator && depth == 0)) {
        String part = text.substring(begin, i).strip();
        if (!part.isEmpty()) {
          parts.add(part);
        }
        begin = i + 1;
      }
    }
    return parts.isEmpty() ? List.of("") : parts;
  }

  /** One argument; its parts are alternatives or members, depending on its type. */
  private record Argument(
      String name,
      String type,
      String token,
      boolean optional,
      boolean multiple,
      List<Argument> parts) {

    static Argument value(String name) {
      return new Argument(name, name.equals("key") ? "key" : "string", "", false, false, List.of());
    }

    static Argument word(String word) {
      String name = word.toLowerCase(Locale.ROOT);
      return new Argument(name, "pure-token", word, false, false, List.of());
    }

    static Argument of(String type, List<Argument> parts) {
      String name = parts.stream().map(Argument::name).collect(Collectors.joining("_"));
      return new Argument(name, type, "", false, false, parts);
    }

    Argument after(String newToken) {
      return new Argument(name, type, newToken, optional, multiple, parts);
    }

    Argument asOptional() {
      return new Argument(name, type, token, true, multiple, parts);
    }

    Argument asMultiple() {
      return new Argument(name, type, token, optional, true, parts);
    }

    Reply reply() {
      List<Reply> fields = new ArrayList<>();
      fields.add(Reply.bulk("name"));
      fields.add(Reply.bulk(name));
      fields.add(Reply.bulk("type"));
      fields.add(Reply.bulk(type));
      if (!token.isEmpty()) {
        fields.add(Reply.bulk("token"));
        fields.add(Reply.bulk(token));
      }
      if (optional || multiple) {
        fields.add(Reply.bulk("flags"));
        fields.add(Reply.set(flags()));
      }
      if (!parts.isEmpty()) {
        fields.add(Reply.bulk("arguments"));
        fields.add(Reply.array(parts.stream().map(Argument::reply).toList()));
      }
      return Reply.map(fields);
    }

    private List<Reply> flags() {
      List<Reply> flags = new ArrayList<>();
      if (optional) {
        flags.add(Reply.simple("optional"));
      }
      if (multiple) {
        flags.add(Reply.simple("multiple"));
      }
      return flags;
    }
  }
}
