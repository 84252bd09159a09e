package io.ostiary.settings;

/** A row of {@link Directives} while it is written: everything about a directive but its place. */
record DirectiveRow<T>(
    String name,
    ValueType<T> type,
    T defaultValue,
    boolean live,
    boolean sensitive,
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
        name, type, defaultValue, live, false, type.format(defaultValue), summary);
  }

  DirectiveRow<T> secret() {
    return new DirectiveRow<>(name, type, defaultValue, live, true, example, summary);
  }

  DirectiveRow<T> withExample(String text) {
    return new DirectiveRow<>(name, type, defaultValue, live, sensitive, text, summary);
  }
}
