package io.ostiary.settings;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a CONFIG SET asks for, checked as far as that needs no settings in force. */
final class WantedValues {

  private final Map<Directive<?>, Object> values = new LinkedHashMap<>();

  private WantedValues() {}

  /** The values by directive; a {@link SettingException} is the answer to CONFIG SET. */
  static Map<Directive<?>, Object> of(List<Map.Entry<String, byte[]>> wanted) {
    // Redis looks at all names before it looks at any value.
    checkNames(wanted);
    WantedValues read = new WantedValues();
    wanted.forEach(change -> read.read(change.getKey(), change.getValue()));
    return read.values;
  }

  private static void checkNames(List<Map.Entry<String, byte[]>> wanted) {
    Set<String> names = new HashSet<>();
    for (Map.Entry<String, byte[]> change : wanted) {
      String name = change.getKey();
      if (!isKnown(name)) {
        throw new SettingException(
            name, "Unknown option or number of arguments for CONFIG SET - '" + name + "'");
      }
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        throw refused(name, "duplicate parameter");
      }
    }
    // Last, as some of these Redis can change, where a name given twice is what is wrong.
    for (Map.Entry<String, byte[]> change : wanted) {
      String name = change.getKey();
      if (Directives.find(name).map(directive -> !directive.isLive()).orElse(false)) {
        throw refused(name, "can't set immutable config");
      }
    }
  }

  private static boolean isKnown(String name) {
    return Directives.find(name).map(Directive::isListed).orElse(Constants.find(name).isPresent());
  }

  private void read(String name, byte[] value) {
    Directives.find(name)
        .ifPresentOrElse(
            directive -> values.put(directive, parsed(directive, value)),
            () -> checkConstant(name, new String(value, StandardCharsets.UTF_8)));
  }

  private static Object parsed(Directive<?> directive, byte[] word) {
    try {
      return directive.parseBytes(List.of(word));
    } catch (SettingException e) {
      throw e.asAnswer(directive.name());
    }
  }

  private static void checkConstant(String name, String value) {
    String only = Constants.find(name).orElseThrow();
    if (!only.equalsIgnoreCase(value)) {
      throw refused(
          name.toLowerCase(Locale.ROOT),
          "Ostiary keeps nothing on disk, so the only value is '" + only + "'");
    }
  }

  private static SettingException refused(String name, String reason) {
    return new SettingException(name, reason).asAnswer(name);
  }
}
