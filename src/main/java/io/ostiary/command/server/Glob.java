package io.ostiary.command.server;

import java.util.Locale;

/**
 * A pattern as Redis matches names with: {@code *}, {@code ?}, {@code [a-z]}, {@code [^a-z]} and
 * {@code \} before a character that means itself; capital and small letters are the same. Takes no
 * more steps than pattern times name, whatever the pattern.
 */
final class Glob {

  private final String pattern;

  Glob(String pattern) {
    this.pattern = pattern.toLowerCase(Locale.ROOT);
  }

  /** Whether it is just a name. */
  boolean isLiteral() {
    return pattern.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0);
  }

  boolean matches(String name) {
    String text = name.toLowerCase(Locale.ROOT);
    int at = 0;
    int from = 0;
    int retryAt = -1; // behind the last star
    int retryFrom = 0; // where what follows that star was tried last
    while (from < text.length()) {
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        retryAt = ++at;
        retryFrom = from;
      } else if (at < pattern.length() && takes(at, text.charAt(from))) {
        at = next(at);
        from++;
      } else if (retryAt >= 0) {
        // Only the last star needs another try: an earlier one could take no more than it.
        at = retryAt;
        from = ++retryFrom;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == '*') {
      at++;
    }
    return at == pattern.length();
  }

  /** Whether the part of the pattern that begins here takes this character. */
  private boolean takes(int at, char c) {
    return switch (pattern.charAt(at)) {
      case '?' -> true;
      case '[' -> classTakes(at, c);
      case '\\' -> c == pattern.charAt(Math.min(at + 1, pattern.length() - 1));
      default -> c == pattern.charAt(at);
    };
  }

  private boolean classTakes(int open, char c) {
    int at = open + 1;
    int close = next(open) - 1;
    boolean negated = at < close && pattern.charAt(at) == '^';
    if (negated) {
      at++;
    }
    boolean found = false;
    while (at < close) {
      if (pattern.charAt(at) == '\\' && at + 1 < close) {
        at++;
      }
      char low = pattern.charAt(at);
      if (at + 2 < close && pattern.charAt(at + 1) == '-') {
        char high = pattern.charAt(at + 2);
        found |= Math.min(low, high) <= c && c <= Math.max(low, high);
        at += 3;
      } else {
        found |= low == c;
        at++;
      }
    }
    return found != negated;
  }

  /** Where the next part of the pattern begins. */
  private int next(int at) {
    char c = pattern.charAt(at);
    if (c == '\\') {
      return Math.min(at + 2, pattern.length());
    }
    if (c != '[') {
      return at + 1;
    }
    int close = at + 1;
    while (close < pattern.length() && pattern.charAt(close) != ']') {
      close += pattern.charAt(close) == '\\' ? 2 : 1;
    }
    // Without its bracket, a class reaches to the end of the pattern.
    return Math.min(close, pattern.length() - 1) + 1;
  }
}
