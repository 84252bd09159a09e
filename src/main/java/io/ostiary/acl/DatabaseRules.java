package io.ostiary.acl;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which databases may be used, as Valkey has it: all, or those named. Immutable. */
final class DatabaseRules {

  static final DatabaseRules ALL = new DatabaseRules(true, Set.of());
  static final DatabaseRules NONE = new DatabaseRules(false, Set.of());

  private final boolean all;
  private final Set<Integer> numbers;

  private DatabaseRules(boolean all, Set<Integer> numbers) {
    this.all = all;
    this.numbers = numbers;
  }

  boolean allowAll() {
    return all;
  }

  boolean allow(int database) {
    return all || numbers.contains(database);
  }

  /** With these beside those that were named before: {@code 0,1}. */
  DatabaseRules with(String list) {
    Set<Integer> changed = new TreeSet<>(numbers);
    for (String number : list.split(",", -1)) {
      if (!number.matches("[0-9]{1,9}")) {
        throw RuleException.database();
      }
      changed.add(Integer.parseInt(number));
    }
    return new DatabaseRules(false, changed);
  }

  /** The rules that make them. */
  @Override
  public String toString() {
    return all
        ? "alldbs"
        : numbers.isEmpty()
            ? "resetdbs"
            : "db=" + numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
