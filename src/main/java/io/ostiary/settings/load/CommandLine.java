package io.ostiary.settings.load;

import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Directive;
import io.ostiary.settings.Directives;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the program was started with: {@code [FILE] [--DIRECTIVE VALUE ...]}, with {@code --check},
 * {@code --help} or {@code --version} among them, in every form that redis-server takes. Immutable.
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
    return new CommandLineReader().read(List.of(arguments));
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
}
