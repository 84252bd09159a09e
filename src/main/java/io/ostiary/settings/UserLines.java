package io.ostiary.settings;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Users, one on each line: {@code name rule ...}. Passwords are kept as their hashes from here on,
 * so no rule has a space in it that would not be one between rules.
 */
record UserLines(String expected) implements ValueType<List<UserLine>> {

  /** A word that ends a line where all words are given together. */
  static final String LINE_BREAK = "\n";

  @Override
  public List<UserLine> parse(List<String> words) {
    return parseBytes(words.stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toList());
  }

  @Override
  public List<UserLine> parseBytes(List<byte[]> words) {
    List<String> texts =
        words.stream().map(word -> new String(word, StandardCharsets.ISO_8859_1)).toList();
    List<UserLine> users = new ArrayList<>();
    for (List<String> line : texts.size() == 1 ? split(texts.get(0)) : lines(texts)) {
      users = new ArrayList<>(combined(users, List.of(user(line))));
    }
    return List.copyOf(users);
  }

  private static List<List<String>> split(String text) {
    List<List<String>> lines = new ArrayList<>();
    for (String line : text.split(LINE_BREAK, -1)) {
      if (!line.isBlank()) {
        lines.add(List.of(line.strip().split("[ \t\r]+", -1)));
      }
    }
    return lines;
  }

  private static List<List<String>> lines(List<String> words) {
    List<List<String>> lines = new ArrayList<>();
    List<String> line = new ArrayList<>();
    lines.add(line);
    for (String word : words) {
      if (word.equals(LINE_BREAK)) {
        line = new ArrayList<>();
        lines.add(line);
      } else {
        line.add(word);
      }
    }
    return lines;
  }

  private static UserLine user(List<String> words) {
    if (words.isEmpty() || words.get(0).isEmpty()) {
      throw new IllegalArgumentException("wrong number of arguments");
    }
    List<String> rules = new ArrayList<>();
    for (String word : words.subList(1, words.size())) {
      String rule = word.startsWith(">") ? "#" + hash(word) : word;
      rule = word.startsWith("<") ? "!" + hash(word) : rule;
      if (rule.contains(LINE_BREAK)) {
        throw new IllegalArgumentException("a rule may hold no line break");
      }
      rules.add(rule);
    }
    return new UserLine(name(words.get(0)), rules);
  }

  private static String name(String word) {
    if (word.chars().anyMatch(one -> one <= ' ')) {
      throw new IllegalArgumentException("Spaces not allowed in ACL usernames");
    }
    try {
      byte[] bytes = word.getBytes(StandardCharsets.ISO_8859_1);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a user's name must be text in UTF-8", e);
    }
  }

  private static String hash(String rule) {
    byte[] password = rule.substring(1).getBytes(StandardCharsets.ISO_8859_1);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(password));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each Java has SHA-256", e);
    }
  }

  /** Both, in their order. */
  @Override
  public List<UserLine> combined(List<UserLine> earlier, List<UserLine> later) {
    List<UserLine> both = new ArrayList<>(earlier);
    both.addAll(later);
    Set<String> names = new HashSet<>();
    for (UserLine user : both) {
      if (!names.add(user.name())) {
        throw new IllegalArgumentException(
            "Duplicate user found. A user can only be defined once in config files");
      }
    }
    return List.copyOf(both);
  }

  @Override
  public String format(List<UserLine> value) {
    return "";
  }

  @Override
  public byte[] bytes(List<UserLine> value) {
    return String.join(LINE_BREAK, value.stream().map(UserLine::line).toList())
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public Object json(List<UserLine> value) {
    return Secret.of(bytes(value)).toJson();
  }

  @Override
  public boolean explainsRefusals() {
    return true;
  }
}
