package io.ostiary.gateway;

import io.ostiary.command.Category;
import io.ostiary.command.CommandNumbers;
import io.ostiary.command.NameIndex;
import io.ostiary.resp.AggregateReply;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The commands of the server behind, by its own table. Immutable and safe from any thread; a
 * look-up makes no object.
 */
final class BackendCommands {

  // Places in a row of COMMAND.
  private static final int NAME = 0;
  private static final int ARITY = 1;
  private static final int FLAGS = 2;
  private static final int FIRST_KEY = 3;
  private static final int LAST_KEY = 4;
  private static final int STEP = 5;
  private static final int CATEGORIES = 6;
  private static final int KEY_SPECS = 8;
  private static final int SUBCOMMANDS = 9;

  /** What the flags do not say. */
  private static final Map<String, Treatment> BY_NAME =
      Map.ofEntries(
          Map.entry("watch", Treatment.WATCH),
          Map.entry("multi", Treatment.MULTI),
          Map.entry("exec", Treatment.EXEC),
          Map.entry("discard", Treatment.DISCARD),
          Map.entry("unwatch", Treatment.UNWATCH),
          Map.entry("subscribe", Treatment.SUBSCRIBE),
          Map.entry("psubscribe", Treatment.SUBSCRIBE),
          Map.entry("ssubscribe", Treatment.SUBSCRIBE),
          Map.entry("unsubscribe", Treatment.UNSUBSCRIBE),
          Map.entry("punsubscribe", Treatment.UNSUBSCRIBE),
          Map.entry("sunsubscribe", Treatment.UNSUBSCRIBE),
          Map.entry("monitor", Treatment.MONITOR),
          Map.entry("client|unblock", Treatment.UNBLOCK),
          Map.entry("client|tracking", Treatment.TRACKING),
          Map.entry("client|caching", Treatment.TRACKING),
          Map.entry("client|trackinginfo", Treatment.TRACKING),
          Map.entry("client|getredir", Treatment.TRACKING),
          Map.entry("wait", Treatment.WAIT),
          Map.entry("waitaof", Treatment.WAIT),
          Map.entry("sync", Treatment.STREAM),
          Map.entry("psync", Treatment.STREAM),
          Map.entry("replconf", Treatment.REPLICATION),
          Map.entry("xread", Treatment.BLOCKING_IF_TOLD),
          Map.entry("xreadgroup", Treatment.BLOCKING_IF_TOLD),
          Map.entry("keys", Treatment.SLOW),
          Map.entry("sort", Treatment.SLOW),
          Map.entry("sort_ro", Treatment.SLOW),
          Map.entry("eval", Treatment.SLOW),
          Map.entry("eval_ro", Treatment.SLOW),
          Map.entry("evalsha", Treatment.SLOW),
          Map.entry("evalsha_ro", Treatment.SLOW),
          Map.entry("fcall", Treatment.SLOW),
          Map.entry("fcall_ro", Treatment.SLOW),
          Map.entry("debug", Treatment.SLOW),
          Map.entry("flushall", Treatment.SLOW),
          Map.entry("flushdb", Treatment.SLOW),
          Map.entry("save", Treatment.SLOW));

  private final NameIndex<BackendRow> rows;
  private final Map<String, Set<Category>> categories;

  private BackendCommands(NameIndex<BackendRow> rows, Map<String, Set<Category>> categories) {
    this.rows = rows;
    this.categories = categories;
  }

  /** By the rows that COMMAND answers. */
  static BackendCommands of(List<? extends Reply> rows) {
    Map<String, Set<Category>> categories = new HashMap<>();
    return new BackendCommands(index("", rows, categories), categories);
  }

  /** The categories of all commands, by their full names. */
  Map<String, Set<Category>> categories() {
    return categories;
  }

  private static NameIndex<BackendRow> index(
      String container, List<? extends Reply> rows, Map<String, Set<Category>> categories) {
    List<BackendRow> parsed = new ArrayList<>();
    for (Reply row : rows) {
      if (row instanceof AggregateReply fields) {
        BackendRow parsedRow = row(container, fields.elements(), categories);
        parsed.add(parsedRow);
        categories.put(parsedRow.fullName(), parsedRow.rights().categories());
      }
    }
    return parsed.isEmpty() ? BackendRow.NO_SUBCOMMANDS : new NameIndex<>(parsed);
  }

  private static BackendRow row(
      String container, List<? extends Reply> fields, Map<String, Set<Category>> categories) {
    String told = Backend.text(fields.get(NAME)).toLowerCase(Locale.ROOT);
    String name = told.substring(told.lastIndexOf('|') + 1);
    String fullName = container.isEmpty() ? name : container + "|" + name;
    Set<String> flags = new LinkedHashSet<>();
    if (fields.get(FLAGS) instanceof AggregateReply words) {
      words.elements().forEach(flag -> flags.add(Backend.text(flag)));
    }
    NameIndex<BackendRow> subcommands =
        fields.size() > SUBCOMMANDS && fields.get(SUBCOMMANDS) instanceof AggregateReply nested
            ? index(name, nested.elements(), categories)
            : BackendRow.NO_SUBCOMMANDS;
    return new BackendRow(
        name,
        fullName,
        Set.copyOf(flags),
        keys(fields, flags),
        treatment(fullName, flags),
        subcommands,
        rights(fullName, fields, flags));
  }

  private static RowRights rights(
      String fullName, List<? extends Reply> fields, Set<String> flags) {
    Set<Category> categories = EnumSet.noneOf(Category.class);
    if (fields.size() > CATEGORIES) {
      KeyUse.words(fields.get(CATEGORIES))
          .forEach(word -> Category.find(word.substring(1)).ifPresent(categories::add));
    }
    int number = CommandNumbers.of(fullName);
    return new RowRights(number, number(fields, ARITY), categories, tellsAllKeys(fields, flags));
  }

  private static boolean tellsAllKeys(List<? extends Reply> fields, Set<String> flags) {
    if (fields.size() > KEY_SPECS && fields.get(KEY_SPECS) instanceof AggregateReply specs) {
      return KeySpec.areWhole(specs.elements());
    }
    return !flags.contains("movablekeys");
  }

  private static List<KeySpec> keys(List<? extends Reply> fields, Set<String> flags) {
    if (fields.size() > KEY_SPECS && fields.get(KEY_SPECS) instanceof AggregateReply specs) {
      return KeySpec.all(specs.elements());
    }
    int first = number(fields, FIRST_KEY);
    return first == 0
        ? List.of()
        : List.of(
            KeySpec.range(
                first, number(fields, LAST_KEY), number(fields, STEP), KeyUse.byFlags(flags)));
  }

  private static int number(List<? extends Reply> fields, int place) {
    return (int) Backend.number(fields.get(place));
  }

  private static Treatment treatment(String fullName, Set<String> flags) {
    Treatment known = BY_NAME.get(fullName);
    if (known != null) {
      return known;
    }
    return flags.contains("blocking") ? Treatment.BLOCKING : Treatment.SHARED;
  }

  /** The row of the command that a request names, a subcommand's own; null if there is none. */
  BackendRow row(Request request) {
    BackendRow row = rows.find(request, 0);
    if (row == null || row.subcommands() == BackendRow.NO_SUBCOMMANDS || request.count() == 1) {
      return row;
    }
    BackendRow subcommand = row.subcommands().find(request, 1);
    return subcommand == null ? row : subcommand;
  }
}
