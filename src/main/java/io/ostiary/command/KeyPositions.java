package io.ostiary.command;

import io.ostiary.command.CommandFacts.KeyVisitor;
import io.ostiary.resp.Request;
import java.util.Set;

/**
 * Where a command's keys are among its arguments.
 *
 * @param first the first key's position, 0 for a command without keys
 * @param last the last key's, negative to count from the end
 * @param step how far keys lie apart
 * @param flags what is done with them; empty to tell by the command's own flags
 */
public record KeyPositions(int first, int last, int step, Set<KeyFlag> flags) {

  static final KeyPositions NONE = new KeyPositions(0, 0, 0, Set.of());

  KeyPositions with(Set<KeyFlag> changed) {
    return new KeyPositions(first, last, step, changed);
  }

  /** What a command does with its keys. */
  public Set<KeyFlag> flags(Command command) {
    if (!flags.isEmpty()) {
      return flags;
    }
    return command.flags().contains(CommandFlag.READONLY)
        ? Set.of(KeyFlag.RO, KeyFlag.ACCESS)
        : Set.of(KeyFlag.RW, KeyFlag.ACCESS, KeyFlag.UPDATE);
  }

  /** Visits those of a request; channels, which may stand in the place of keys, are none. */
  void visit(Command command, Request request, KeyVisitor visitor) {
    if (first == 0 || command.flags().contains(CommandFlag.PUBSUB)) {
      return;
    }
    Set<KeyFlag> all = flags(command);
    boolean varies = all.contains(KeyFlag.VARIABLE_FLAGS);
    boolean reads = varies ? VariableKeys.read(command.name(), request) : KeyFlag.reads(all);
    boolean writes = varies ? VariableKeys.write(command.name(), request) : KeyFlag.writes(all);
    int end = last < 0 ? request.count() + last : Math.min(last, request.count() - 1);
    for (int at = first; at <= end; at += step) {
      visitor.key(at, reads, writes);
    }
  }
}
