package io.ostiary.settings;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A user as the configuration has it: a name, and rules that are not read yet. Of passwords it
 * holds the SHA-256. Immutable and safe for any thread; its text shows nothing.
 */
public final class UserLine {

  private final String name;
  private final List<String> rules;

  UserLine(String name, List<String> rules) {
    this.name = name;
    this.rules = List.copyOf(rules);
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** The rules in their order, a character for each byte (ISO 8859-1). */
  public List<String> rules() {
    return rules;
  }

  /** As one line, a character for each byte. */
  String line() {
    String first = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    return rules.isEmpty() ? first : first + " " + String.join(" ", rules);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UserLine that && name.equals(that.name) && rules.equals(that.rules);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + rules.hashCode();
  }

  /** The name alone. */
  @Override
  public String toString() {
    return name + " ***";
  }
}
