package io.ostiary.command;

/**
 * What COMMAND DOCS and HELP say of a command; each part may be empty.
 *
 * @param summary a sentence on what it does
 * @param arguments the form of its arguments
 * @param group the group it is listed in
 * @param since the version of Redis that brought it
 */
public record Documentation(String summary, String arguments, String group, String since) {

  static final Documentation NONE = new Documentation("", "", "generic", "");

  Documentation withSummary(String text) {
    return new Documentation(text, arguments, group, since);
  }

  Documentation withArguments(String text) {
    return new Documentation(summary, text, group, since);
  }

  Documentation withGroup(String text) {
    return new Documentation(summary, arguments, text, since);
  }

  Documentation withSince(String version) {
    return new Documentation(summary, arguments, group, version);
  }
}
