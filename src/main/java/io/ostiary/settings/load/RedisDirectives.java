package io.ostiary.settings.load;

import io.ostiary.settings.Directive;
import io.ostiary.settings.Directives;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The directives that Redis or Valkey has and Ostiary does nothing with. */
final class RedisDirectives {

  private static final int FURTHEST = 4;

  private static final Set<String> NAMES = new TreeSet<>();
  private static final Set<String> PREFIXES = new TreeSet<>();

  static {
    for (String line : lines()) {
      if (line.endsWith("*")) {
        PREFIXES.add(line.substring(0, line.length() - 1));
      } else if (!line.startsWith("#")) {
        NAMES.add(line);
      }
    }
  }

  // Ostiary's own come first, so that they win where two are equally near.
  private static final List<String> CANDIDATES =
      Stream.concat(Directives.all().stream().map(Directive::name), NAMES.stream()).toList();

  private RedisDirectives() {}

  private static List<String> lines() {
    try (InputStream file = RedisDirectives.class.getResourceAsStream("redis-directives.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether some Redis knows this name, written in any case. */
  static boolean contains(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    // A dot stands between a module's name and its setting's: no list of those can be complete.
    return NAMES.contains(lower)
        || lower.indexOf('.') > 0
        || PREFIXES.stream().anyMatch(lower::startsWith);
  }

  /** Whether a word that may be a file as well is the name of a directive, Ostiary's or Redis's. */
  static boolean isDirective(String word) {
    return Directives.find(word).isPresent() || (word.indexOf('.') < 0 && contains(word));
  }

  /** The known name that {@code word} most likely was meant to be; empty if none is near. */
  static Optional<String> nearest(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    // Beyond a third of the letters it is another word rather than a slip.
    int distance = 1 + Math.max(1, Math.min(FURTHEST, lower.length() / 3));
    Optional<String> best = Optional.empty();
    for (String name : CANDIDATES) {
      // What is this much longer or shorter cannot be near: a file of one long line stays cheap.
      if (Math.abs(name.length() - lower.length()) < distance) {
        int candidate = distance(lower, name);
        if (candidate < distance) {
          distance = candidate;
          best = Optional.of(name);
        }
      }
    }
    return best;
  }

  /** How many letters must be put in, left out, replaced or swapped to make one of the other. */
  private static int distance(String one, String other) {
    int[][] table = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        if (i == 0 || j == 0) {
          table[i][j] = i + j;
          continue;
        }
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        int replaced = table[i - 1][j - 1] + (same ? 0 : 1);
        int oneMore = 1 + Math.min(table[i - 1][j], table[i][j - 1]);
        table[i][j] = Math.min(replaced, oneMore);
        if (isSwap(one, i, other, j)) {
          table[i][j] = Math.min(table[i][j], table[i - 2][j - 2] + 1);
        }
      }
    }
    return table[one.length()][other.length()];
  }

  private static boolean isSwap(String one, int i, String other, int j) {
    return i > 1
        && j > 1
        && one.charAt(i - 1) == other.charAt(j - 2)
        && one.charAt(i - 2) == other.charAt(j - 1);
  }
}
