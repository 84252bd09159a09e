package io.ostiary.acl;

import io.ostiary.client.Client;
import io.ostiary.command.Command;
import io.ostiary.command.CommandFacts;
import io.ostiary.command.CommandHandler;
import io.ostiary.command.CommandTable;
import io.ostiary.command.FallbackCommands;
import io.ostiary.resp.ErrorText;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code ACL DRYRUN username command [arg ...]}: whether a user may run it; it does not run. */
final class DryRun implements CommandHandler {

  private static final int COMMAND = 3;

  private final Users users;
  private final Supplier<CommandTable> table;
  private final FallbackCommands fallback;

  DryRun(Users users, Supplier<CommandTable> table, FallbackCommands fallback) {
    this.users = users;
    this.table = table;
    this.fallback = fallback;
  }

  @Override
  public Reply run(Client client, Request request) {
    Optional<AclUser> user = users.find(request.text(2));
    if (user.isEmpty()) {
      return new ErrorText("ERR User '").repeat(request, 2).add("' not found").reply();
    }
    Request asked = request.from(COMMAND);
    Optional<CommandFacts> facts = find(asked);
    if (facts.isEmpty()) {
      return new ErrorText("ERR Command '").repeat(request, COMMAND).add("' not found").reply();
    }
    if (!facts.get().takes(asked.count())) {
      return Reply.error(
          "ERR wrong number of arguments for '" + facts.get().fullName() + "' command");
    }
    Refusal refusal = user.get().rules().judge(facts.get(), asked, client.database());
    return refusal == null ? Reply.OK : reply(refusal, facts.get(), asked, client.database());
  }

  private Optional<CommandFacts> find(Request asked) {
    Optional<Command> command = table.get().find(asked.text(0));
    if (command.isPresent() && command.get().isContainer() && asked.count() > 1) {
      command = command.get().subcommand(asked.text(1));
    }
    return command
        .or(() -> table.get().fallback())
        .map(row -> fallback.facts(row, asked))
        .filter(row -> users.catalogue().find(row.fullName()).isPresent());
  }

  private static Reply reply(Refusal refusal, CommandFacts facts, Request asked, int selected) {
    String object = PermissionCheck.object(refusal, facts, asked, selected);
    return Latin.reply(
        "This user has no permissions to "
            + switch (refusal.denial()) {
              case KEY -> "access the '" + object + "' key";
              case CHANNEL -> "access the '" + object + "' channel";
              case DATABASE -> "access the '" + object + "' database";
              case COMMAND, AUTH -> "run the '" + object + "' command";
            });
  }
}
