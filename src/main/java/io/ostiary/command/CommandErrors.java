package io.ostiary.command;

import io.ostiary.resp.ErrorText;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.Locale;

/** The texts with which Redis answers what it cannot run; clients match on them. */
public final class CommandErrors {

  /** The answer to a login that is not right. */
  public static final Reply WRONG_PASSWORD =
      Reply.error("WRONGPASS invalid username-password pair or user is disabled.");

  private CommandErrors() {}

  static Reply unknownCommand(Request request) {
    ErrorText text =
        new ErrorText("ERR unknown command '")
            .repeat(request, 0)
            .add("', with args beginning with: ");
    int end = text.length() + ErrorText.MOST_REPEATED;
    for (int i = 1; i < request.count() && text.length() < end; i++) {
      int room = end - text.length();
      text.add("'").repeat(request, i, room).add("' ");
    }
    return text.reply();
  }

  static Reply unknownSubcommand(Command container, Request request) {
    return new ErrorText("ERR unknown subcommand '")
        .repeat(request, 1)
        .add("'. Try " + container.name().toUpperCase(Locale.ROOT) + " HELP.")
        .reply();
  }

  static Reply wrongArity(String name) {
    return Reply.error("ERR wrong number of arguments for '" + name + "' command");
  }
}
