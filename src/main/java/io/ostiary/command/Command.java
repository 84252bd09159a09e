package io.ostiary.command;

import io.ostiary.resp.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A row of the command table: a name, how many arguments, what is true of it, and what it does.
 * Immutable; the methods named after a property return a changed copy. Safe from any thread.
 *
 * <pre>{@code
 * Command greet =
 *     Command.of("GREET", 2, (client, request) -> Reply.bulk("Hello, " + request.text(1)));
 * }</pre>
 */
public final class Command implements NameIndex.Named, CommandFacts {

  private final CommandName names;
  private final int arity;
  private final CommandHandler handler;
  private final Set<CommandFlag> flags;
  private final boolean needsNoPassword; // also among the flags; asked for with every request
  private final KeyPositions keys;
  private final CommandTable subcommands;
  private final Documentation documentation;

  private Command(
      CommandName names,
      int arity,
      CommandHandler handler,
      Set<CommandFlag> flags,
      KeyPositions keys,
      CommandTable subcommands,
      Documentation documentation) {
    this.names = names;
    this.arity = arity;
    this.handler = handler;
    this.flags = flags;
    this.needsNoPassword = flags.contains(CommandFlag.NO_AUTH);
    this.keys = keys;
    this.subcommands = subcommands;
    this.documentation = documentation;
  }

  /**
   * A command.
   *
   * @param name one word, in any case; clients may write it in any case
   * @param arity the number of arguments with the name itself, as Redis counts: 2 means exactly
   *     two, -2 means two or more
   * @param handler what it does
   * @throws IllegalArgumentException for a name that no client could send, or an arity of 0
   */
  public static Command of(String name, int arity, CommandHandler handler) {
    if (!name.matches("[!-~]+")) {
      throw new IllegalArgumentException(
          "a command's name is one word of printable ASCII characters, not '" + name + "'");
    }
    if (arity == 0) {
      throw new IllegalArgumentException(
          "the arity of '" + name + "' counts the name itself, so it is never 0");
    }
    return new Command(
        CommandName.of(name.toLowerCase(Locale.ROOT)),
        arity,
        handler,
        Collections.emptySet(),
        KeyPositions.NONE,
        CommandTable.EMPTY,
        Documentation.NONE);
  }

  /**
   * A command that is only the head of others: {@code CONFIG GET}, {@code CONFIG SET}. The arity of
   * a subcommand counts both names, and so do the positions of its arguments. Each container
   * answers {@code HELP} by itself.
   */
  public static Command container(String name, Command... subcommands) {
    String head = name.toLowerCase(Locale.ROOT);
    List<Command> rows = new ArrayList<>();
    for (Command subcommand : subcommands) {
      rows.add(subcommand.under(head));
    }
    CommandHandler help = new Help(name, List.copyOf(rows));
    rows.add(
        of("HELP", 2, help)
            .under(head)
            .flags(CommandFlag.LOADING, CommandFlag.STALE)
            .summary("Shows this help."));
    return new Command(
        CommandName.of(head),
        -2,
        help,
        Collections.emptySet(),
        KeyPositions.NONE,
        CommandTable.of(rows),
        Documentation.NONE);
  }

  /** The same container, which without a subcommand's name does this instead of being refused. */
  public Command alone(CommandHandler whenAlone) {
    return new Command(names, -1, whenAlone, flags, keys, subcommands, documentation);
  }

  /** Whether it is only a name that is refused, or that goes on to the fallback as another. */
  public boolean isRenamedAway() {
    return handler instanceof RenamedAway;
  }

  /** As which name it goes on to the fallback; empty if it does not. */
  public Optional<String> passedOnAs() {
    return handler instanceof RenamedAway away ? away.passedOnAs() : Optional.empty();
  }

  /** The same command, which does something else. */
  public Command doing(CommandHandler changed) {
    return handledBy(changed);
  }

  /** The same container with this subcommand, too, or in place of the one of its name. */
  public Command withSubcommand(Command subcommand) {
    List<Command> rows = new ArrayList<>(subcommands());
    rows.removeIf(row -> row.name().equals(subcommand.name()));
    rows.add(subcommand.under(name()));
    CommandTable changed = CommandTable.of(rows);
    return new Command(names, arity, handler, flags, keys, changed, documentation);
  }

  /** The same command with these flags. */
  public Command flags(CommandFlag first, CommandFlag... more) {
    Set<CommandFlag> changed = Collections.unmodifiableSet(EnumSet.of(first, more));
    return new Command(names, arity, handler, changed, keys, subcommands, documentation);
  }

  /**
   * The same command with the places of its keys, for clients that ask COMMAND.
   *
   * @param first the first key's position, 1 or more
   * @param last the last key's, negative to count from the end
   * @param step how far keys lie apart
   */
  public Command keys(int first, int last, int step) {
    return keys(new KeyPositions(first, last, step, keys.flags()));
  }

  /**
   * The same command with what it does with its keys. Without it, one that is READONLY reads them,
   * and any other reads and writes them.
   */
  public Command keyFlags(KeyFlag first, KeyFlag... more) {
    return keys(keys.with(Collections.unmodifiableSet(EnumSet.of(first, more))));
  }

  private Command keys(KeyPositions changed) {
    return new Command(names, arity, handler, flags, changed, subcommands, documentation);
  }

  /** The same command with a sentence on what it does, for COMMAND DOCS and HELP. */
  public Command summary(String text) {
    return documented(documentation.withSummary(text));
  }

  /** The same command with the form of its arguments ({@code "key [seconds]"}), for HELP. */
  public Command arguments(String text) {
    return documented(documentation.withArguments(text));
  }

  /**
   * The same command, its subcommands included, with the group that COMMAND DOCS shows it in
   * ({@code "connection"}).
   */
  public Command group(String text) {
    CommandTable grouped =
        CommandTable.of(subcommands().stream().map(row -> row.group(text)).toList());
    Documentation changed = documentation.withGroup(text);
    return new Command(names, arity, handler, flags, keys, grouped, changed);
  }

  /** The same command with the version of Redis that brought it ({@code "2.4.0"}). */
  public Command since(String version) {
    return documented(documentation.withSince(version));
  }

  /** The same command, its subcommands included, under another name. */
  Command renamed(String newName) {
    Command row = of(newName, arity, renamed(handler, newName));
    List<Command> rows = new ArrayList<>();
    for (Command subcommand : subcommands()) {
      Command renamed = subcommand.handledBy(renamed(subcommand.handler, newName));
      rows.add(renamed.under(row.name()).numberedAs(subcommand));
    }
    CommandTable table = CommandTable.of(rows);
    return new Command(row.names, arity, row.handler, flags, keys, table, documentation)
        .numberedAs(this);
  }

  private Command numberedAs(Command other) {
    CommandName same = names.numberedAs(other.names);
    return new Command(same, arity, handler, flags, keys, subcommands, documentation);
  }

  private static CommandHandler renamed(CommandHandler handler, String container) {
    return handler instanceof Help help ? help.of(container) : handler;
  }

  private Command handledBy(CommandHandler changed) {
    return new Command(names, arity, changed, flags, keys, subcommands, documentation);
  }

  private Command under(String container) {
    CommandName below = names.under(container);
    return new Command(below, arity, handler, flags, keys, subcommands, documentation);
  }

  private Command documented(Documentation changed) {
    return new Command(names, arity, handler, flags, keys, subcommands, changed);
  }

  @Override
  public String name() {
    return names.name();
  }

  /** Its name as CLIENT LIST and errors show it: a subcommand's is {@code container|name}. */
  @Override
  public String fullName() {
    return names.fullName();
  }

  @Override
  public String originalName() {
    return names.originalName();
  }

  @Override
  public int number() {
    return names.number();
  }

  /** How many arguments it takes, its name included; negative: at least so many. */
  public int arity() {
    return arity;
  }

  /** What is true of it; unmodifiable. */
  public Set<CommandFlag> flags() {
    return flags;
  }

  /** Where its keys are. */
  public KeyPositions keys() {
    return keys;
  }

  /** What there is to say of it. */
  public Documentation documentation() {
    return documentation;
  }

  /** Whether it is only the head of subcommands. */
  public boolean isContainer() {
    return subcommands != CommandTable.EMPTY;
  }

  /** Its subcommands in the order they were given; empty if it has none. */
  public List<Command> subcommands() {
    return subcommands.all();
  }

  /** The subcommand of that name, in any case. */
  public Optional<Command> subcommand(String word) {
    return subcommands.find(word);
  }

  CommandTable subcommandTable() {
    return subcommands;
  }

  /** What it does. */
  public CommandHandler handler() {
    return handler;
  }

  /** Whether it may run before the client has logged in ({@link CommandFlag#NO_AUTH}). */
  public boolean needsNoPassword() {
    return needsNoPassword;
  }

  @Override
  public boolean needsNoPermission() {
    return needsNoPassword;
  }

  @Override
  public void visitKeys(Request request, KeyVisitor visitor) {
    keys.visit(this, request, visitor);
  }

  @Override
  public boolean takes(int count) {
    return arity > 0 ? count == arity : count >= -arity;
  }

  @Override
  public String toString() {
    return names.name();
  }
}
