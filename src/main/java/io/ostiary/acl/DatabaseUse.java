package io.ostiary.acl;

import io.ostiary.command.CommandFacts;
import io.ostiary.resp.ArgumentException;
import io.ostiary.resp.Request;
import java.util.Set;

/** Which databases a request uses: the one selected, and those that it names. */
final class DatabaseUse {

  /** They use the selected one, and name no key of it. */
  private static final Set<String> WITHOUT_KEYS =
      Set.of(
          "dbsize",
          "flushdb",
          "keys",
          "randomkey",
          "scan",
          "eval",
          "eval_ro",
          "evalsha",
          "evalsha_ro",
          "fcall",
          "fcall_ro");

  private DatabaseUse() {}

  /** What rules do not allow of it; null if they allow all. */
  static Refusal judge(DatabaseRules rules, CommandFacts command, Request request, int selected) {
    return switch (command.originalName()) {
      case "flushall" -> new Refusal(Denial.DATABASE, 0);
      case "select" -> judge(rules, request, 1);
      case "swapdb" -> Refusal.first(judge(rules, request, 1), judge(rules, request, 2));
      case "move" -> Refusal.first(judge(rules, selected), judge(rules, request, 2));
      case "copy" -> Refusal.first(judge(rules, selected), judgeDestinations(rules, request));
      default -> usesSelected(command, request) ? judge(rules, selected) : null;
    };
  }

  private static boolean usesSelected(CommandFacts command, Request request) {
    if (WITHOUT_KEYS.contains(command.originalName())) {
      return true;
    }
    AnyKey any = new AnyKey();
    command.visitKeys(request, any);
    return any.found;
  }

  /** Whether there is any. */
  private static final class AnyKey implements CommandFacts.KeyVisitor {

    private boolean found;

    @Override
    public void key(int position, boolean reads, boolean writes) {
      found = true;
    }

    @Override
    public void anyKeys(int position, boolean writes) {
      found = true;
    }
  }

  /** Of {@code COPY source destination [DB number]}, also where it names several. */
  private static Refusal judgeDestinations(DatabaseRules rules, Request request) {
    Refusal refusal = null;
    for (int i = 3; i + 1 < request.count(); i++) {
      if (request.is(i, "DB")) {
        refusal = Refusal.first(refusal, judge(rules, request, i + 1));
      }
    }
    return refusal;
  }

  private static Refusal judge(DatabaseRules rules, int selected) {
    return rules.allow(selected) ? null : new Refusal(Denial.DATABASE, 0);
  }

  /** What is no number is left to the command to refuse. */
  private static Refusal judge(DatabaseRules rules, Request request, int position) {
    if (position == 0 || position >= request.count()) {
      return null;
    }
    try {
      long number = request.integer(position);
      boolean allowed = number == (int) number && rules.allow((int) number);
      return allowed ? null : new Refusal(Denial.DATABASE, position);
    } catch (ArgumentException e) {
      return null;
    }
  }
}
