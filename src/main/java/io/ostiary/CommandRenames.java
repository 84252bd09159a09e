package io.ostiary;

import io.ostiary.command.CommandTable;
import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Directives;
import io.ostiary.settings.Settings;

/** What {@code rename-command} makes of a table of commands. */
final class CommandRenames {

  private CommandRenames() {}

  /**
   * The table as these settings want it.
   *
   * @throws ConfigurationException if a command that is to be renamed does not exist
   */
  static CommandTable apply(Settings loaded, CommandTable commands) {
    try {
      return commands.renamed(loaded.get(Directives.RENAME_COMMAND));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "bad configuration: "
              + e.getMessage()
              + "\nrename-command takes "
              + Directives.RENAME_COMMAND.expected()
              + ", for example: rename-command "
              + Directives.RENAME_COMMAND.example());
    }
  }
}
