package io.ostiary.acl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A bit for each command's number. Filled by one thread and only read from then on, by any thread
 * that gets it safely.
 */
final class CommandBits {

  private final boolean rest;
  private final Map<Integer, List<String>> firstArguments = new HashMap<>(0);
  private long[] words = {};

  /** All set, or none. */
  CommandBits(boolean rest) {
    this.rest = rest;
  }

  boolean isSet(int number) {
    int word = number >> 6; // of no number: -1
    boolean isKnown = word >= 0 && word < words.length;
    return isKnown ? (words[word] & bit(number)) != 0 : rest;
  }

  private static long bit(int number) {
    return 1L << number; // by its last six bits
  }

  /** What was said of its first arguments holds no more. */
  void set(int number, boolean value) {
    int word = number >> 6;
    if (word >= words.length) {
      int before = words.length;
      words = Arrays.copyOf(words, word + 1);
      Arrays.fill(words, before, words.length, rest ? -1L : 0L);
    }
    words[word] = value ? words[word] | bit(number) : words[word] & ~bit(number);
    firstArguments.remove(number);
  }

  void addFirstArgument(int number, String word) {
    firstArguments.computeIfAbsent(number, none -> new ArrayList<>(1)).add(word);
  }

  /** With which a command is allowed that otherwise is not. */
  List<String> firstArguments(int number) {
    return firstArguments.isEmpty() ? List.of() : firstArguments.getOrDefault(number, List.of());
  }
}
