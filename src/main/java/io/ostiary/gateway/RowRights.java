package io.ostiary.gateway;

import io.ostiary.command.Category;
import io.ostiary.command.CommandNumbers;
import java.util.Set;

/**
 * What permissions ask of a command of the server behind. Immutable.
 *
 * @param number from {@link CommandNumbers}
 * @param arity as COMMAND shows it
 * @param categories as COMMAND shows them
 * @param tellsAllKeys whether it can be told of each request which keys it uses
 */
record RowRights(int number, int arity, Set<Category> categories, boolean tellsAllKeys) {

  /** Of a command that the server behind does not tell of. */
  static RowRights unknown(String name) {
    return new RowRights(CommandNumbers.find(name), -1, Set.of(), false);
  }
}
