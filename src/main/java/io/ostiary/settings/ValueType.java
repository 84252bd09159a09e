package io.ostiary.settings;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How the values of a kind of directive are read and shown. Immutable. What {@link #bytes} gives
 * is, as the only word, read back by {@link #parseBytes} as an equal value.
 */
interface ValueType<T> {

  /** Throws {@link IllegalArgumentException} with the reason, in Redis's words. */
  T parse(List<String> words);

  /** The same with words that need not be text; a type whose values are text refuses others. */
  default T parseBytes(List<byte[]> words) {
    List<String> texts = new ArrayList<>();
    for (byte[] word : words) {
      try {
        texts.add(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(word)).toString());
      } catch (CharacterCodingException e) {
        throw new IllegalArgumentException("argument must be text in UTF-8", e);
      }
    }
    return parse(texts);
  }

  /**
   * The value of a directive that is given twice in one source: the later one. Throws {@link
   * IllegalArgumentException} with the reason if both cannot hold.
   */
  default T combined(T earlier, T later) {
    return later;
  }

  /** The value as text, for people: of a secret, nothing. */
  String format(T value);

  /** The whole value, secrets and all, as one word that {@link #parseBytes} takes. */
  default byte[] bytes(T value) {
    return format(value).getBytes(StandardCharsets.UTF_8);
  }

  /** The bytes that {@code CONFIG GET} answers: the whole value unless a client must not see it. */
  default byte[] answer(T value) {
    return bytes(value);
  }

  /** The value as JSON has it: a number, a boolean, a string or an array of strings. */
  Object json(T value);

  /** Whether the reason of a refusal says more than {@link #expected} does. */
  default boolean explainsRefusals() {
    return false;
  }

  /** What is right, in words that follow "takes". */
  String expected();
}
