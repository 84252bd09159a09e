package io.ostiary.settings;

/** A row of {@link Directives} while it is written: everything about a directive but its place. */
record DirectiveRow<T>(
    String name,
    ValueType<T> type,
    T defaultValue,
    boolean live,
    boolean sensitive,
    boolean listed,
    String example,
    String summary) {

  static <T> DirectiveRow<T> live(String name, ValueType<T> type, T defaultValue, String summary) {
    return row(name, type, defaultValue, true, summary);
  }

  static <T> DirectiveRow<T> fixed(String name, ValueType<T> type, T defaultValue, String summary) {
    return row(name, type, defaultValue, false, summary);
  }

  private static <T> DirectiveRow<T> row(
      String name, ValueType<T> type, T defaultValue, boolean live, String summary) {
    return new DirectiveRow<>(
        name, type, defaultValue, live, false, true, type.format(defaultValue), summary);
  }

  DirectiveRow<T> secret() {
    return new DirectiveRow<>(name, type, defaultValue, live, true, listed, example, summary);
  }

  DirectiveRow<T> unlisted() {
    return new DirectiveRow<>(name, type, defaultValue, live, sensitive, false, example, summary);
  }

  DirectiveRow<T> withExample(String text) {
    return new DirectiveRow<>(name, type, defaultValue, live, sensitive, listed, text, summary);
  }
}
