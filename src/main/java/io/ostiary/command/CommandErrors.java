package io.ostiary.command;

import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.Locale;

/** The texts with which Redis answers what it cannot run; clients match on them. */
public final class CommandErrors {

  /** The answer to a login that is not right. */
  public static final Reply WRONG_PASSWORD =
      Reply.error("WRONGPASS invalid username-password pair or user is disabled.");

  /** How much of what the client sent is repeated to it. */
  private static final int MOST_REPEATED = 128;

  private CommandErrors() {}

  static Reply unknownCommand(Request request) {
    StringBuilder arguments = new StringBuilder();
    for (int i = 1; i < request.count() && arguments.length() < MOST_REPEATED; i++) {
      int room = MOST_REPEATED - arguments.length();
      arguments.append('\'').append(beginning(request, i, room)).append("' ");
    }
    return Reply.error(
        "ERR unknown command '"
            + beginning(request, 0, MOST_REPEATED)
            + "', with args beginning with: "
            + arguments);
  }

  static Reply unknownSubcommand(Command container, Request request) {
    return Reply.error(
        "ERR unknown subcommand '"
            + beginning(request, 1, MOST_REPEATED)
            + "'. Try "
            + container.name().toUpperCase(Locale.ROOT)
            + " HELP.");
  }

  static Reply wrongArity(String name) {
    return Reply.error("ERR wrong number of arguments for '" + name + "' command");
  }

  // Bounded before it becomes a String: an argument may be half a gigabyte.
  private static String beginning(Request request, int index, int most) {
    int length = Math.min(request.length(index), most);
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) (request.byteAt(index, i) & 0xff));
    }
    return text.toString();
  }
}
