package io.ostiary.acl;

import java.util.ArrayList;
import java.util.List;

/** Puts the words of a selector together, which may be one word or several: {@code (+get ~a)}. */
final class SelectorWords {

  /** A parenthesis that is not closed. */
  static final class UnmatchedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String begin;

    private UnmatchedException(String begin) {
      super("Unmatched parenthesis", null, false, false);
      this.begin = begin;
    }

    /** The word that it stands in. */
    String begin() {
      return begin;
    }
  }

  private SelectorWords() {}

  /** The rules that words spell. */
  static List<String> join(List<String> words) throws UnmatchedException {
    List<String> rules = new ArrayList<>();
    String begin = "";
    StringBuilder open = null;
    for (String word : words) {
      if (open != null) {
        open.append(' ').append(word);
      } else if (word.startsWith("(") && !word.endsWith(")")) {
        begin = word;
        open = new StringBuilder(word);
      } else {
        rules.add(word);
      }
      if (open != null && word.endsWith(")")) {
        rules.add(open.toString());
        open = null;
      }
    }
    if (open != null) {
      throw new UnmatchedException(begin);
    }
    return rules;
  }
}
