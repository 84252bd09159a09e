package io.ostiary.settings.load;

import java.util.Locale;
import java.util.regex.Pattern;

/** The ways in which a directive and its value are written down. */
enum Notation {
  REDIS_CONF,
  JSON,
  YAML,
  PROPERTIES,
  ENVIRONMENT,
  COMMAND_LINE;

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:-]+");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final String PREFIX = "OSTIARY_";

  /** The environment variable of a directive. */
  static String variable(String directive) {
    return PREFIX + directive.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** The directive of an environment variable that begins with {@code OSTIARY_}. */
  static String directive(String variable) {
    return variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A directive's name as it stands in this notation. */
  String name(String directive) {
    return switch (this) {
      case ENVIRONMENT -> variable(directive);
      case COMMAND_LINE -> "--" + directive;
      default -> directive;
    };
  }

  /** A directive with a value; the value is written as redis.conf would have it. */
  String example(String directive, String value) {
    return switch (this) {
      case REDIS_CONF -> directive + " " + value;
      case JSON -> quoted(directive) + ": " + (isNumber(value) ? value : quoted(value));
      case YAML -> directive + ": " + (isNumber(value) ? value : quoted(value));
      case PROPERTIES -> directive + "=" + bare(value);
      case ENVIRONMENT -> variable(directive) + "=" + (isPlain(value) ? value : quoted(value));
      case COMMAND_LINE -> "--" + directive + " " + (isPlain(value) ? value : quoted(value));
    };
  }

  private static boolean isNumber(String value) {
    return NUMBER.matcher(value).matches();
  }

  private static boolean isPlain(String value) {
    return PLAIN.matcher(value).matches();
  }

  private static String quoted(String value) {
    return '"' + bare(value) + '"';
  }

  private static String bare(String value) {
    return value.replace("\"", "");
  }
}
