package io.ostiary.command.server;

import io.ostiary.command.Command;
import io.ostiary.command.CommandFlag;
import java.util.ArrayList;
import java.util.List;

/** Maps a command's flags and group to Redis's ACL categories. */
final class Categories {

  private Categories() {}

  /** Category names without the {@code @}, in Redis's order. */
  static List<String> of(Command command) {
    boolean admin = command.flags().contains(CommandFlag.ADMIN);
    String group = command.documentation().group();
    List<String> names = new ArrayList<>();
    addIf(group.equals("generic") && command.keys().first() > 0, "keyspace", names);
    addIf(command.flags().contains(CommandFlag.READONLY), "read", names);
    addIf(command.flags().contains(CommandFlag.WRITE), "write", names);
    addIf(group.equals("string"), "string", names);
    addIf(command.flags().contains(CommandFlag.PUBSUB), "pubsub", names);
    addIf(admin, "admin", names);
    names.add(command.flags().contains(CommandFlag.FAST) ? "fast" : "slow");
    addIf(admin, "dangerous", names);
    addIf(group.equals("connection"), "connection", names);
    return names;
  }

  private static void addIf(boolean isIn, String category, List<String> names) {
    if (isIn) {
      names.add(category);
    }
  }
}
