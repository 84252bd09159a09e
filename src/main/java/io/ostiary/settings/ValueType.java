package io.ostiary.settings;

import java.util.List;

/**
 * How the values of a kind of directive are read and shown. Immutable. What {@link #format} gives
 * is, as the only word, read back by {@link #parse} as an equal value.
 */
interface ValueType<T> {

  /** Throws {@link IllegalArgumentException} with the reason, in Redis's words. */
  T parse(List<String> words);

  /** The text that {@code CONFIG GET} shows. */
  String format(T value);

  /** The value as JSON has it: a number, a boolean, a string or an array of strings. */
  Object json(T value);

  /** What is right, in words that follow "takes". */
  String expected();
}
