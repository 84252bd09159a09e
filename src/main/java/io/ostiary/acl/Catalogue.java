package io.ostiary.acl;

import io.ostiary.command.Categories;
import io.ostiary.command.Category;
import io.ostiary.command.Command;
import io.ostiary.command.CommandNumbers;
import io.ostiary.command.CommandTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The commands that rules may speak of: Redis's, this server's own, and those of a server behind.
 * Immutable and safe from any thread.
 */
final class Catalogue {

  /** One command. */
  record Entry(String name, int number, Set<Category> categories) {

    static Entry of(String name, Set<Category> categories) {
      return new Entry(name, CommandNumbers.of(name), categories);
    }

    String container() {
      int bar = name.indexOf('|');
      return bar < 0 ? "" : name.substring(0, bar);
    }
  }

  private final Map<String, Entry> byName = new TreeMap<>();
  private final Map<String, List<Entry>> byContainer = new HashMap<>();
  private final boolean takesModules;

  private Catalogue(Map<String, Set<Category>> commands, boolean takesModules) {
    this.takesModules = takesModules;
    commands.forEach((name, categories) -> byName.put(name, Entry.of(name, categories)));
    for (Entry entry : byName.values()) {
      byContainer.computeIfAbsent(entry.container(), none -> new ArrayList<>()).add(entry);
    }
  }

  /**
   * Redis's commands and those of a table.
   *
   * @param table before any command is renamed: rules hold whatever it is called
   * @param takesModules whether a name with a dot, as modules' commands have, is taken for that of
   *     a command even if nothing is known of it
   */
  static Catalogue of(CommandTable table, boolean takesModules) {
    Map<String, Set<Category>> commands = new TreeMap<>(Categories.ofRedis());
    for (Command command : table.all()) {
      commands.put(command.fullName(), Categories.of(command));
      command.subcommands().forEach(below -> commands.put(below.fullName(), Categories.of(below)));
    }
    return new Catalogue(commands, takesModules);
  }

  /** The same with these commands, by their full names, in place of what was known of them. */
  Catalogue with(Map<String, Set<Category>> more) {
    Map<String, Set<Category>> commands = new TreeMap<>();
    byName.forEach((name, entry) -> commands.put(name, entry.categories()));
    commands.putAll(more);
    return new Catalogue(commands, takesModules);
  }

  /** The command of this full name, written in any case. */
  Optional<Entry> find(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    Entry entry = byName.get(lower);
    if (entry == null && takesModules && lower.indexOf('.') > 0 && lower.indexOf('|') < 0) {
      return Optional.of(Entry.of(lower, Set.of()));
    }
    return Optional.ofNullable(entry);
  }

  /** The subcommands of a command; empty if it has none. */
  List<Entry> below(Entry container) {
    return byContainer.getOrDefault(container.name(), List.of());
  }

  /** The commands of a category, by name. */
  List<Entry> of(Category category) {
    return byName.values().stream().filter(entry -> entry.categories().contains(category)).toList();
  }
}
