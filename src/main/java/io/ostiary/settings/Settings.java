package io.ostiary.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value for every directive, all of them right. Immutable: shared freely between threads, and
 * replaced whole when something changes. Reading a value is reading an array.
 */
public final class Settings {

  private static final Settings DEFAULTS =
      new Settings(
          Directives.all().stream().map(Directive::defaultValue).toArray(),
          Optional.empty(),
          List.of());

  private final Object[] values;
  private final Optional<String> file;
  private final List<String> notices;

  private Settings(Object[] values, Optional<String> file, List<String> notices) {
    this.values = values;
    this.file = file;
    this.notices = notices;
  }

  /** Every directive at its default, read from no file. */
  public static Settings defaults() {
    return DEFAULTS;
  }

  /** The value of a directive. */
  // The array is filled only from a directive's own default, parse and checked value.
  @SuppressWarnings("unchecked")
  public <T> T get(Directive<T> directive) {
    return (T) values[directive.ordinal()];
  }

  /** The value of a directive as text for people; of a secret, nothing. */
  public String text(Directive<?> directive) {
    return textOf(directive);
  }

  private <T> String textOf(Directive<T> directive) {
    return directive.format(get(directive));
  }

  /** The value of a directive as {@code CONFIG GET} answers it. */
  public byte[] answer(Directive<?> directive) {
    return answerOf(directive);
  }

  private <T> byte[] answerOf(Directive<T> directive) {
    return directive.answer(get(directive));
  }

  /**
   * The same settings with another value for one directive.
   *
   * @throws SettingException if the directive does not take this value
   */
  public <T> Settings with(Directive<T> directive, T value) {
    if (!directive.parseBytes(List.of(directive.bytes(value))).equals(value)) {
      throw new SettingException(directive.name(), "takes " + directive.expected());
    }
    return replaced(Map.of(directive, value));
  }

  /** The same settings with the file that they were read from, and with notices. */
  public Settings readFrom(Optional<String> path, List<String> notes) {
    return new Settings(values, path, List.copyOf(notes));
  }

  /** The same settings with other values, each one that its directive has parsed. */
  Settings replaced(Map<Directive<?>, Object> changes) {
    Object[] changed = values.clone();
    changes.forEach((directive, value) -> changed[directive.ordinal()] = value);
    return new Settings(changed, file, notices);
  }

  /** The configuration file that was read, as an absolute path; empty if there was none. */
  public Optional<String> file() {
    return file;
  }

  /**
   * One sentence for each Redis directive that was given and that Ostiary has no use for; it names
   * the directive and the place. For the log.
   */
  public List<String> notices() {
    return notices;
  }
}
