package io.ostiary.gateway;

import io.ostiary.command.NameIndex;
import io.ostiary.resp.Request;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A command of the server behind, as its COMMAND describes it. Immutable.
 *
 * @param name in lower case
 * @param fullName as CLIENT LIST shows it: a subcommand's is {@code container|name}
 * @param flags as COMMAND shows them
 * @param firstKey the position of its first key, 0 for none
 * @param treatment what its connection must be like
 * @param subcommands empty if it has none
 */
record BackendRow(
    String name,
    String fullName,
    Set<String> flags,
    int firstKey,
    Treatment treatment,
    NameIndex<BackendRow> subcommands)
    implements NameIndex.Named {

  static final NameIndex<BackendRow> NO_SUBCOMMANDS = new NameIndex<>(List.of());

  private static final int LONGEST_NAME = 64;

  /** A command that the server behind does not tell of. */
  static BackendRow unknown(Request request) {
    String word = request.length(0) > LONGEST_NAME ? "unknown" : request.text(0);
    String name = word.toLowerCase(Locale.ROOT).replaceAll("[^!-~]", "?");
    return new BackendRow(name, name, Set.of(), 0, Treatment.ALONE, NO_SUBCOMMANDS);
  }

  /** How a request of it may be treated when its connection is lost. */
  int retryFlag() {
    boolean repeatable = treatment != Treatment.BLOCKING && flags.contains("readonly");
    return repeatable ? InFlight.READ_ONLY : 0;
  }

  /** Whether it changes what the connection is, also inside of a transaction. */
  boolean changesConnection() {
    return switch (name) {
      case "select", "auth", "hello", "reset", "quit", "client" -> true;
      default -> fullName.startsWith("client|");
    };
  }
}
