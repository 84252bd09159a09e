package io.ostiary.settings;

import java.util.List;

/**
 * One thing that can be set: its name, what it means, which values it takes, its default, and
 * whether a running server takes a new one. Immutable; safe for any thread. All of them are in
 * {@link Directives}.
 *
 * @param <T> what a value of it is in a program
 */
public final class Directive<T> {

  private final int ordinal;
  private final String name;
  private final ValueType<T> type;
  private final T defaultValue;
  private final boolean live;
  private final boolean sensitive;
  private final boolean listed;
  private final String example;
  private final String summary;

  Directive(int ordinal, DirectiveRow<T> row) {
    this.ordinal = ordinal;
    this.name = row.name();
    this.type = row.type();
    this.defaultValue = row.defaultValue();
    this.live = row.live();
    this.sensitive = row.sensitive();
    this.listed = row.listed();
    this.example = row.example();
    this.summary = row.summary();
  }

  /** The name as Redis writes it, such as {@code tcp-keepalive}. */
  public String name() {
    return name;
  }

  /** What it means, in one line without a full stop. */
  public String summary() {
    return summary;
  }

  /** Whether {@code CONFIG SET} may change it while the server runs. */
  public boolean isLive() {
    return live;
  }

  /** Whether its value is or holds a secret, which is never logged or printed. */
  public boolean isSensitive() {
    return sensitive;
  }

  /**
   * Whether CONFIG knows it. Unknown to it is what would tell clients the names they are not to
   * know.
   */
  public boolean isListed() {
    return listed;
  }

  /** The value unless a source sets another. */
  public T defaultValue() {
    return defaultValue;
  }

  /** The default as {@code CONFIG GET} shows it. */
  public String defaultText() {
    return type.format(defaultValue);
  }

  /** What is right, in words that follow "takes": {@code a whole number from 1 to 1000}. */
  public String expected() {
    return type.expected();
  }

  /** Whether the reason of a refusal says more than {@link #expected} does. */
  public boolean explainsRefusals() {
    return type.explainsRefusals();
  }

  /** A value that is right, as it is written in a configuration file. */
  public String example() {
    return example;
  }

  /**
   * Reads a value from the words after the name. A list may also come as one word with spaces.
   *
   * @throws SettingException with the reason alone, in Redis's words
   */
  public T parse(List<String> words) {
    try {
      return type.parse(words);
    } catch (IllegalArgumentException e) {
      throw new SettingException(name, e.getMessage());
    }
  }

  /**
   * Reads a value from words that need not be text: only a secret takes others.
   *
   * @throws SettingException as {@link #parse} does
   */
  public T parseBytes(List<byte[]> words) {
    try {
      return type.parseBytes(words);
    } catch (IllegalArgumentException e) {
      throw new SettingException(name, e.getMessage());
    }
  }

  /**
   * The value of a directive that is given twice in one source: the later one, or both together.
   *
   * @throws SettingException if both cannot hold; the message says what is wrong
   */
  public T combined(T earlier, T later) {
    try {
      return type.combined(earlier, later);
    } catch (IllegalArgumentException e) {
      throw new SettingException(name, e.getMessage());
    }
  }

  /** Shows a value to people: {@code yes}, a number of bytes, seconds, words; no secret. */
  public String format(T value) {
    return type.format(value);
  }

  /** The whole value, secrets and all, as one word that {@link #parseBytes} takes. */
  byte[] bytes(T value) {
    return type.bytes(value);
  }

  /** The bytes with which {@code CONFIG GET} answers. */
  byte[] answer(T value) {
    return type.answer(value);
  }

  /**
   * A value as JSON has it: a number, a boolean, a string, an array of strings, or the object
   * {@code {"base64": "..."}} for a secret that is no text.
   */
  public Object json(T value) {
    return type.json(value);
  }

  /** Whether any one word is a value of it. */
  public boolean takesText() {
    return type instanceof WordTypes.Text || takesBytes();
  }

  /** Whether any one word is a value of it, also one that is no text. */
  public boolean takesBytes() {
    return type instanceof Password || takesLines();
  }

  /** Whether its values are any number of words, none included. */
  public boolean takesList() {
    return type instanceof WordTypes.WordList || type instanceof Networks;
  }

  /** Whether its values are pairs of words, and those of several lines are taken together. */
  public boolean takesPairs() {
    return type instanceof Renames;
  }

  /** Whether its values are lines of words, and those of several places are taken together. */
  public boolean takesLines() {
    return type instanceof UserLines;
  }

  /** Whether its values are yes and no. */
  public boolean takesYesOrNo() {
    return type instanceof WordTypes.YesNo;
  }

  int ordinal() {
    return ordinal;
  }

  /** The name. */
  @Override
  public String toString() {
    return name;
  }
}
