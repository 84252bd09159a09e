package io.ostiary.settings.load;

import io.ostiary.resp.Words;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Splits a line of redis.conf into words, with advice for its author. */
final class ConfWords {

  private ConfWords() {}

  /**
   * The words of a line.
   *
   * @throws IllegalArgumentException saying what is wrong with the quotes
   */
  static List<byte[]> of(byte[] line) {
    try {
      return Words.of(line);
    } catch (Words.QuoteException e) {
      throw new IllegalArgumentException(
          e.isClosed()
              ? "after a closing quote there must be a space"
              : "a quote is opened and never closed; write " + e.quote() + " at the end as well",
          e);
    }
  }

  /** The same of a line that is text. */
  static List<byte[]> of(String line) {
    return of(line.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The text of words.
   *
   * @throws IllegalArgumentException if they are not UTF-8
   */
  static List<String> texts(List<byte[]> words) {
    List<String> texts = new ArrayList<>();
    for (byte[] word : words) {
      texts.add(text(word));
    }
    return texts;
  }

  /** The text of a word, or {@link IllegalArgumentException}. */
  static String text(byte[] word) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(word)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the bytes of a word must be UTF-8", e);
    }
  }
}
