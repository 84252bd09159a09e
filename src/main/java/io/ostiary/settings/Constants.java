package io.ostiary.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Directives of Redis with the only value that is true of a server that keeps nothing on disk.
 * Tools of Redis ask for them, and set them to it.
 */
public final class Constants {

  private static final Map<String, String> ALL = new LinkedHashMap<>();

  static {
    ALL.put("save", "");
    ALL.put("appendonly", "no");
  }

  private Constants() {}

  /** All of them, each with its value. */
  public static Map<String, String> all() {
    return Collections.unmodifiableMap(ALL);
  }

  /** The value of the one of this name, written in any case; empty if there is none. */
  public static Optional<String> find(String name) {
    return Optional.ofNullable(ALL.get(name.toLowerCase(Locale.ROOT)));
  }
}
