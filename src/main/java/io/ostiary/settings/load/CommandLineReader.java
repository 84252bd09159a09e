package io.ostiary.settings.load;

import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Directive;
import io.ostiary.settings.Directives;
import io.ostiary.settings.load.CommandLine.Mode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the arguments of a start, one after the other. As in redis-server, an option and its value
 * may be one argument ({@code "--bind 127.0.0.1 ::1"}), and the directive that follows the file may
 * go without dashes.
 */
final class CommandLineReader {

  private static final String USAGE = "the file comes first, then --DIRECTIVE VALUE; see --help";

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
      } else if (i == 1 && file.isPresent() && RedisDirectives.isDirective(argument)) {
        directive(argument);
      } else {
        throw wrong(argument, advice(argument, arguments.subList(i + 1, arguments.size())));
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
    // Of several of these, help answers the most.
    if (mode != Mode.HELP) {
      mode = wanted;
    }
  }

  private void directive(String option) {
    int equals = option.indexOf('=');
    int space = option.indexOf(' ');
    boolean isAssignment = equals >= 0 && (space < 0 || equals < space);
    takesWords = !isAssignment;
    if (isAssignment) {
      begin(option.substring(0, equals)).add(option.substring(equals + 1));
    } else if (space >= 0) {
      begin(option.substring(0, space)).addAll(split(option, space));
    } else {
      begin(option);
    }
  }

  private static List<String> split(String option, int space) {
    try {
      return ConfWords.texts(ConfWords.of(option.substring(space)));
    } catch (IllegalArgumentException e) {
      throw wrong("--" + option, e.getMessage());
    }
  }

  /** Where the words of this option go: the last one counts, unless all of them count. */
  private List<String> begin(String option) {
    String name = option.toLowerCase(Locale.ROOT);
    boolean pairs = Directives.find(name).map(Directive::takesPairs).orElse(false);
    boolean lines = Directives.find(name).map(Directive::takesLines).orElse(false);
    List<String> fresh = new ArrayList<>();
    List<String> before = directives.putIfAbsent(name, fresh);
    words = before != null && (pairs || lines) ? before : fresh;
    if (before != null && lines) {
      words.add("\n");
    }
    directives.put(name, words);
    return words;
  }

  private static String advice(String argument, List<String> rest) {
    String name = argument.replaceFirst("^-", "");
    String value = rest.isEmpty() || rest.get(0).startsWith("-") ? "" : " " + rest.get(0);
    if (argument.equals("-p")) {
      return "the port is given by --port" + (value.isEmpty() ? " 6379" : value);
    }
    if (argument.equals("-c") || argument.equals("-f")) {
      return "the configuration file is named without an option, as the first argument";
    }
    return RedisDirectives.isDirective(name)
        ? "directives begin with two dashes: --" + name
        : USAGE;
  }

  private static ConfigurationException wrong(String argument, String advice) {
    return new Place("the command line", argument, Notation.COMMAND_LINE).wrong(advice);
  }
}
