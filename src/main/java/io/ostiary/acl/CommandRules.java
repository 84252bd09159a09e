package io.ostiary.acl;

import io.ostiary.acl.Catalogue.Entry;
import io.ostiary.command.Category;
import io.ostiary.command.CommandFacts;
import io.ostiary.resp.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which commands are allowed: all or none, and the rules that follow, in their order. Immutable. A
 * command is looked up as a bit; what is not in the catalogue is allowed where all are.
 */
final class CommandRules {

  static final CommandRules ALL = new CommandRules(true, List.of(), new CommandBits(true));
  static final CommandRules NONE = new CommandRules(false, List.of(), new CommandBits(false));

  private final boolean all;
  private final List<String> rules; // such as +get, -@write, +select|0
  private final CommandBits bits;

  private CommandRules(boolean all, List<String> rules, CommandBits bits) {
    this.all = all;
    this.rules = rules;
    this.bits = bits;
  }

  /** Whether every command is allowed, also one to come. */
  boolean allowAll() {
    return all && rules.isEmpty();
  }

  /** Whether a command is allowed with these arguments. */
  boolean allow(int number, Request request) {
    if (number == CommandFacts.UNTOLD) {
      return allowAll();
    }
    return bits.isSet(number) || takesFirstArgument(number, request);
  }

  private boolean takesFirstArgument(int number, Request request) {
    if (request.count() > 1) {
      for (String word : bits.firstArguments(number)) {
        if (request.is(1, word)) {
          return true;
        }
      }
    }
    return false;
  }

  /** With a rule that begins with a plus or a minus. */
  CommandRules with(String rule, Catalogue catalogue) {
    boolean allows = rule.charAt(0) == '+';
    String name = rule.substring(1).toLowerCase(Locale.ROOT);
    if (name.equals("@all")) {
      return allows ? ALL : NONE;
    }
    check(allows, name, catalogue);
    List<String> changed = new ArrayList<>(rules);
    changed.removeIf(
        earlier -> {
          String of = earlier.substring(1);
          return of.equals(name) || of.startsWith(name + "|");
        });
    if (!changed.isEmpty() || allows != all) {
      changed.add(rule.charAt(0) + name);
    }
    return of(all, changed, catalogue);
  }

  private static void check(boolean allows, String name, Catalogue catalogue) {
    boolean known =
        name.startsWith("@")
            ? Category.find(name.substring(1)).isPresent()
            : catalogue.find(name).isPresent() || (allows && isFirstArgument(name, catalogue));
    if (!known) {
      throw RuleException.unknownCommand();
    }
  }

  /** Whether a name ends with a first argument, of a command without subcommands. */
  private static boolean isFirstArgument(String name, Catalogue catalogue) {
    int bar = name.lastIndexOf('|');
    Entry command = bar < 0 ? null : catalogue.find(name.substring(0, bar)).orElse(null);
    if (command == null || Latin.hasSpace(name)) {
      return false;
    }
    if (!command.container().isEmpty()) {
      throw RuleException.argumentOfSubcommand();
    }
    if (bar == name.length() - 1) {
      throw RuleException.syntax();
    }
    return catalogue.below(command).isEmpty();
  }

  /** The same rules for a catalogue that has grown. */
  CommandRules by(Catalogue catalogue) {
    return rules.isEmpty() ? this : of(all, rules, catalogue);
  }

  private static CommandRules of(boolean all, List<String> rules, Catalogue catalogue) {
    CommandBits bits = new CommandBits(all);
    for (String rule : rules) {
      boolean allows = rule.charAt(0) == '+';
      String name = rule.substring(1);
      if (name.startsWith("@")) {
        Category category = Category.find(name.substring(1)).orElseThrow();
        catalogue.of(category).forEach(entry -> bits.set(entry.number(), allows));
      } else {
        catalogue
            .find(name)
            .ifPresentOrElse(
                entry -> setWithSubcommands(entry, allows, catalogue, bits),
                () -> addFirstArgument(name, catalogue, bits));
      }
    }
    return new CommandRules(all, List.copyOf(rules), bits);
  }

  private static void setWithSubcommands(
      Entry entry, boolean allows, Catalogue catalogue, CommandBits bits) {
    bits.set(entry.number(), allows);
    catalogue.below(entry).forEach(below -> bits.set(below.number(), allows));
  }

  private static void addFirstArgument(String name, Catalogue catalogue, CommandBits bits) {
    int bar = name.lastIndexOf('|');
    catalogue
        .find(name.substring(0, Math.max(bar, 0)))
        .ifPresent(entry -> bits.addFirstArgument(entry.number(), name.substring(bar + 1)));
  }

  /** As ACL LIST shows them, such as {@code -@all +get}. */
  @Override
  public String toString() {
    String base = all ? "+@all" : "-@all";
    return rules.isEmpty() ? base : base + " " + String.join(" ", rules);
  }
}
