package io.ostiary.gateway;

import io.ostiary.command.CommandFacts;
import io.ostiary.command.NameIndex;
import io.ostiary.command.VariableKeys;
import io.ostiary.resp.Request;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * A command of the server behind, as its COMMAND describes it. Immutable.
 *
 * @param name in lower case
 * @param fullName as CLIENT LIST shows it: a subcommand's is {@code container|name}
 * @param flags as COMMAND shows them
 * @param keys where its keys are
 * @param treatment what its connection must be like
 * @param subcommands empty if it has none
 * @param rights what permissions ask of it
 */
record BackendRow(
    String name,
    String fullName,
    Set<String> flags,
    List<KeySpec> keys,
    Treatment treatment,
    NameIndex<BackendRow> subcommands,
    RowRights rights)
    implements NameIndex.Named, CommandFacts {

  static final NameIndex<BackendRow> NO_SUBCOMMANDS = new NameIndex<>(List.of());

  private static final int LONGEST_NAME = 64;

  /** A command that the server behind does not tell of. */
  static BackendRow unknown(Request request) {
    String word = request.length(0) > LONGEST_NAME ? "unknown" : request.text(0);
    String name = word.toLowerCase(Locale.ROOT).replaceAll("[^!-~]", "?");
    return new BackendRow(
        name, name, Set.of(), List.of(), Treatment.ALONE, NO_SUBCOMMANDS, RowRights.unknown(name));
  }

  /** A command of a server that has told none. */
  static BackendRow untold(Request request) {
    BackendRow row = unknown(request);
    RowRights rights = new RowRights(UNTOLD, row.rights.arity(), Set.of(), false);
    return new BackendRow(
        row.name, row.fullName, row.flags, row.keys, row.treatment, row.subcommands, rights);
  }

  /** Visits the positions of a request's keys. */
  void visitKeys(Request request, IntConsumer visitor) {
    for (int i = 0; i < keys.size(); i++) {
      keys.get(i).visit(request, visitor);
    }
  }

  @Override
  public String originalName() {
    return fullName;
  }

  @Override
  public int number() {
    return rights.number();
  }

  @Override
  public boolean takes(int count) {
    return rights.arity() > 0 ? count == rights.arity() : count >= -rights.arity();
  }

  @Override
  public boolean needsNoPermission() {
    return flags.contains("no_auth");
  }

  @Override
  public void visitKeys(Request request, KeyVisitor visitor) {
    for (int i = 0; i < keys.size(); i++) {
      KeySpec spec = keys.get(i);
      if (spec.use().isKey()) {
        KeyUse use = spec.use().varies() ? varied(request) : spec.use();
        spec.visit(request, position -> visitor.key(position, use.reads(), use.writes()));
      }
    }
    if (name.equals("sort") || name.equals("sort_ro")) {
      SortKeys.visit(request, visitor);
    } else if (!rights.tellsAllKeys()) {
      visitor.anyKeys(0, true);
    }
  }

  private KeyUse varied(Request request) {
    return new KeyUse(
        true, VariableKeys.read(name, request), VariableKeys.write(name, request), true);
  }

  /** Whether an empty argument in the place of a key says that keys are named elsewhere. */
  boolean mayNameKeysElsewhere() {
    return name.equals("migrate");
  }

  /** How a request of it may be treated when its connection is lost. */
  int retryFlag() {
    boolean repeatable = treatment != Treatment.BLOCKING && flags.contains("readonly");
    return repeatable ? InFlight.READ_ONLY : 0;
  }

  /** Whether it may change data, or what replicas hear of. */
  boolean mayWrite(Request request) {
    return switch (name) {
      case "publish", "spublish", "pfcount", "evalsha", "fcall" -> true;
      case "eval" -> request.count() < 2 || !Script.writesNothing(request, 1);
      default -> flags.contains("write");
    };
  }

  /**
   * Whether a replica may answer a request of it as well: it only reads, and no other continues it,
   * as with a cursor.
   */
  boolean mayReadReplica(Request request) {
    Treatment now = treatment.of(request);
    return (now == Treatment.SHARED || now == Treatment.SLOW)
        && flags.contains("readonly")
        && !name.endsWith("scan");
  }

  /** Whether it changes what the connection is, also inside of a transaction. */
  boolean changesConnection() {
    return switch (name) {
      case "select", "auth", "hello", "reset", "quit", "client" -> true;
      default -> fullName.startsWith("client|");
    };
  }
}
