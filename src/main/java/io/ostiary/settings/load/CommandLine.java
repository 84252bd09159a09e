package io.ostiary.settings.load;

import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Directive;
import io.ostiary.settings.Directives;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the program was started with: {@code [FILE] [--DIRECTIVE VALUE ...]}, with {@code --check},
 * {@code --help} or {@code --version} among them. Immutable.
 *
 * @param file the configuration file, as it was named
 * @param directives the directives given, each with the words of its last value; not yet checked
 * @param mode what is to be done
 */
public record CommandLine(Optional<String> file, Map<String, List<String>> directives, Mode mode) {

  private static final String HELP =
      """
      Usage: java -jar ostiary.jar [FILE] [--DIRECTIVE VALUE ...]

        FILE       the configuration: redis.conf syntax, or .json, .yaml, .yml, .properties
                   (conf/ostiary.conf, if it is there and no FILE is named)
        --check    read the configuration, say whether it is right, and end
        --help     show this, and end
        --version  show the version, and end

      What the command line says wins over the environment (OSTIARY_MAXCLIENTS for maxclients),
      and that over the file. Directives, each with its default:

      """;

  /** What a start is for. */
  public enum Mode {
    /** Read the settings and serve. */
    SERVE,
    /** Read the settings, say whether they are right, and end. */
    CHECK,
    /** Show how the program is started, and end. */
    HELP,
    /** Show the version, and end. */
    VERSION
  }

  /** Keeps a copy of the directives, in their order. */
  public CommandLine {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    directives.forEach((name, words) -> copy.put(name, List.copyOf(words)));
    directives = Collections.unmodifiableMap(copy);
  }

  /**
   * Reads the arguments of a start.
   *
   * @throws ConfigurationException if they make no sense; its message names the argument
   */
  public static CommandLine parse(String... arguments) {
    return new Reader().read(List.of(arguments));
  }

  /** What {@code --help} prints: how to start the program, and every directive. */
  public static String help() {
    StringBuilder help = new StringBuilder(HELP);
    for (Directive<?> directive : Directives.all()) {
      String shown = directive.defaultText().isEmpty() ? "\"\"" : directive.defaultText();
      help.append("  --").append(directive.name()).append('\n');
      help.append("      ").append(directive.summary()).append(" [").append(shown).append("]\n");
    }
    return help.toString();
  }

  /** Reads arguments one after the other. */
  private static final class Reader {

    private final Map<String, List<String>> directives = new LinkedHashMap<>();
    private Optional<String> file = Optional.empty();
    private Mode mode = Mode.SERVE;
    private List<String> words = List.of();
    private boolean takesWords;

    CommandLine read(List<String> arguments) {
      for (int i = 0; i < arguments.size(); i++) {
        String argument = arguments.get(i);
        if (argument.equals("-")) {
          throw wrong(argument, "the configuration is not read from standard input; name a file");
        } else if (argument.startsWith("--")) {
          option(argument);
        } else if (takesWords) {
          words.add(argument);
        } else if (argument.equals("-h") || argument.equals("-v")) {
          mode(argument.equals("-h") ? Mode.HELP : Mode.VERSION);
        } else if (i == 0 && !argument.startsWith("-")) {
          file = Optional.of(argument);
        } else {
          throw wrong(argument, "the file comes first, then --DIRECTIVE VALUE; see --help");
        }
      }
      return new CommandLine(file, directives, mode);
    }

    private void option(String argument) {
      takesWords = false;
      switch (argument) {
        case "--help" -> mode(Mode.HELP);
        case "--version" -> mode(Mode.VERSION);
        case "--check" -> mode(Mode.CHECK);
        default -> directive(argument.substring(2));
      }
    }

    private void mode(Mode wanted) {
      // Help is what somebody needs most who asks for several things at once.
      if (mode != Mode.HELP) {
        mode = wanted;
      }
    }

    private void directive(String option) {
      int equals = option.indexOf('=');
      String name = equals < 0 ? option : option.substring(0, equals);
      words = words(name.toLowerCase(Locale.ROOT));
      takesWords = equals < 0;
      if (equals >= 0) {
        words.add(option.substring(equals + 1));
      }
    }

    /** Where the words of this option go: the last one counts, unless all of them count. */
    private List<String> words(String name) {
      boolean all = Directives.find(name).map(Directive::takesPairs).orElse(false);
      List<String> fresh = new ArrayList<>();
      List<String> before = directives.putIfAbsent(name, fresh);
      if (before != null && all) {
        return before;
      }
      directives.put(name, fresh);
      return fresh;
    }

    private static ConfigurationException wrong(String argument, String advice) {
      return new Place("the command line", argument, Notation.COMMAND_LINE).wrong(advice);
    }
  }
}
