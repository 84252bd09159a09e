package io.ostiary.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The categories of commands: of Redis's own by a list, of others by their flags and group, as
 * Redis derives them. Immutable and safe from any thread.
 */
public final class Categories {

  private static final Map<String, Set<Category>> OF_REDIS = read();

  private Categories() {}

  /**
   * Redis's commands by their full names ({@code get}, {@code config|get}), whether or not this
   * server has them.
   */
  public static Map<String, Set<Category>> ofRedis() {
    return OF_REDIS;
  }

  /** The categories of a command, in their order; unmodifiable. */
  public static Set<Category> of(Command command) {
    Set<Category> known = OF_REDIS.get(command.fullName());
    return known == null ? derived(command) : known;
  }

  private static Set<Category> derived(Command command) {
    Set<CommandFlag> flags = command.flags();
    Set<Category> all = EnumSet.noneOf(Category.class);
    all.add(flags.contains(CommandFlag.FAST) ? Category.FAST : Category.SLOW);
    if (flags.contains(CommandFlag.READONLY)) {
      all.add(Category.READ);
    }
    if (flags.contains(CommandFlag.WRITE)) {
      all.add(Category.WRITE);
    }
    if (flags.contains(CommandFlag.PUBSUB)) {
      all.add(Category.PUBSUB);
    }
    if (flags.contains(CommandFlag.ADMIN)) {
      all.addAll(List.of(Category.ADMIN, Category.DANGEROUS));
    }
    String group = command.documentation().group();
    if (!group.equals("generic")) {
      Category.find(group.replace("-", "")).ifPresent(all::add);
    } else if (command.keys().first() > 0) {
      all.add(Category.KEYSPACE);
    }
    return Collections.unmodifiableSet(all);
  }

  private static Map<String, Set<Category>> read() {
    Map<String, Set<Category>> read = new TreeMap<>();
    try (InputStream file = Categories.class.getResourceAsStream("categories.txt")) {
      new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> readLine(line, read));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Collections.unmodifiableMap(read);
  }

  private static void readLine(String line, Map<String, Set<Category>> read) {
    int colon = line.indexOf(':');
    Set<Category> categories = EnumSet.noneOf(Category.class);
    for (String name : line.substring(0, colon).split(" ", -1)) {
      categories.add(Category.find(name).orElseThrow());
    }
    for (String command : line.substring(colon + 2).split(" ", -1)) {
      read.put(command, Collections.unmodifiableSet(categories));
    }
  }
}
