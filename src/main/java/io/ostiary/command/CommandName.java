package io.ostiary.command;

/**
 * What a command is called. Immutable.
 *
 * @param name as requests name it
 * @param fullName with its container's
 * @param number by the full name that it has without {@code rename-command}
 * @param originalName the full name that it has without {@code rename-command}
 */
record CommandName(String name, String fullName, int number, String originalName) {

  static CommandName of(String name) {
    return new CommandName(name, name, CommandNumbers.of(name), name);
  }

  CommandName under(String container) {
    String path = container + "|" + name;
    return new CommandName(name, path, CommandNumbers.of(path), path);
  }

  CommandName numberedAs(CommandName other) {
    return new CommandName(name, fullName, other.number, other.originalName);
  }
}
