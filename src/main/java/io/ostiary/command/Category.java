package io.ostiary.command;

import java.util.Locale;
import java.util.Optional;

/** What kinds of commands permissions tell apart, in the order in which ACL CAT lists them. */
public enum Category {
  KEYSPACE,
  READ,
  WRITE,
  SET,
  SORTEDSET,
  LIST,
  HASH,
  STRING,
  BITMAP,
  HYPERLOGLOG,
  GEO,
  STREAM,
  PUBSUB,
  ADMIN,
  FAST,
  SLOW,
  BLOCKING,
  DANGEROUS,
  CONNECTION,
  TRANSACTION,
  SCRIPTING;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** The name without the {@code @}. */
  public String text() {
    return text;
  }

  /** The category of this name, written in any case; empty if there is none. */
  public static Optional<Category> find(String name) {
    for (Category category : values()) {
      if (category.text.equalsIgnoreCase(name)) {
        return Optional.of(category);
      }
    }
    return Optional.empty();
  }
}
