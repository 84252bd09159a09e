package io.ostiary.resp;

import java.nio.charset.StandardCharsets;

/**
 * A pattern over bytes, as Redis matches keys and names: {@code *} stands for any, {@code ?} for
 * one, {@code [a-z]} and {@code [^a-z]} for one of or none of these, a backslash takes the next
 * byte as it is. Immutable; any thread.
 */
public final class Glob {

  private static final int NO_MATCH = -1;

  private final byte[] pattern;
  private final boolean anyCase;

  private Glob(byte[] pattern, boolean anyCase) {
    this.pattern = pattern;
    this.anyCase = anyCase;
  }

  /** The pattern that these bytes spell, for bytes as they are. The array is given up. */
  public static Glob of(byte[] pattern) {
    return new Glob(pattern, false);
  }

  /** The same for which the capital and small letters of ASCII are one. The array is copied. */
  public static Glob ofAnyCase(byte[] pattern) {
    byte[] lower = new byte[pattern.length];
    for (int i = 0; i < lower.length; i++) {
      lower[i] = (byte) Ascii.lower(pattern[i]);
    }
    return new Glob(lower, true);
  }

  /** Whether it is just a name, which matches itself alone. */
  public boolean isLiteral() {
    for (byte one : pattern) {
      if (one == '*' || one == '?' || one == '[' || one == '\\') {
        return false;
      }
    }
    return true;
  }

  /** Whether the whole of a text matches, in UTF-8. */
  public boolean matches(String text) {
    return matches(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether the whole text matches. The time is bounded by the product of the two lengths. */
  public boolean matches(byte[] text) {
    int at = 0;
    int seen = 0;
    int afterStar = NO_MATCH;
    int starTook = 0;
    while (seen < text.length) {
      if (at < pattern.length && pattern[at] == '*') {
        at++;
        afterStar = at;
        starTook = seen;
        continue;
      }
      int next = at < pattern.length ? afterOne(at, folded(text[seen])) : NO_MATCH;
      if (next != NO_MATCH) {
        at = next;
        seen++;
      } else if (afterStar != NO_MATCH) {
        // Only the last star need ever take more: what lies before it has matched already.
        at = afterStar;
        starTook++;
        seen = starTook;
      } else {
        return false;
      }
    }
    while (at < pattern.length && pattern[at] == '*') {
      at++;
    }
    return at == pattern.length;
  }

  private byte folded(byte value) {
    return anyCase ? (byte) Ascii.lower(value) : value;
  }

  /** Where the pattern goes on after the part that stands for one byte, if it stands for this. */
  private int afterOne(int at, byte value) {
    return switch (pattern[at]) {
      case '?' -> at + 1;
      case '[' -> afterClass(at + 1, value);
      case '\\' -> afterEscape(at + 1, value);
      default -> pattern[at] == value ? at + 1 : NO_MATCH;
    };
  }

  // The last byte of a pattern has nothing to escape, and stands for itself.
  private int afterEscape(int begin, byte value) {
    int escaped = Math.min(begin, pattern.length - 1);
    return pattern[escaped] == value ? escaped + 1 : NO_MATCH;
  }

  private int afterClass(int begin, byte value) {
    boolean negated = begin < pattern.length && pattern[begin] == '^';
    int at = negated ? begin + 1 : begin;
    boolean found = false;
    // A class that is never closed ends with the pattern.
    while (at < pattern.length && pattern[at] != ']') {
      int left = pattern.length - at;
      if (pattern[at] == '\\' && left > 1) {
        found |= pattern[at + 1] == value;
        at += 2;
      } else if (left > 2 && pattern[at + 1] == '-') {
        found |= isBetween(pattern[at], pattern[at + 2], value);
        at += 3;
      } else {
        found |= pattern[at] == value;
        at++;
      }
    }
    return found == negated ? NO_MATCH : Math.min(at + 1, pattern.length);
  }

  // Either end may come first.
  private static boolean isBetween(byte one, byte other, byte value) {
    int low = Math.min(one & 0xff, other & 0xff);
    int high = Math.max(one & 0xff, other & 0xff);
    return low <= (value & 0xff) && (value & 0xff) <= high;
  }
}
