package io.ostiary.acl;

import io.ostiary.client.Client;
import io.ostiary.client.ConnectedClient;
import io.ostiary.command.Command;
import io.ostiary.command.CommandCheck;
import io.ostiary.command.CommandFacts;
import io.ostiary.command.FallbackCommands;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.Optional;

/**
 * Refuses what a client's user may not do. One that may do everything costs a look at its rules,
 * and no object.
 */
final class PermissionCheck implements CommandCheck {

  private static final Reply KEY =
      Reply.error(
          "NOPERM this user has no permissions to access one of the keys used as arguments");
  private static final Reply CHANNEL =
      Reply.error(
          "NOPERM this user has no permissions to access one of the channels used as arguments");
  private static final Reply DATABASE = Reply.error("NOPERM No permissions to access database");

  private final Users users;
  private final FallbackCommands fallback;
  private final AclLog log;

  PermissionCheck(Users users, FallbackCommands fallback, AclLog log) {
    this.users = users;
    this.fallback = fallback;
    this.log = log;
  }

  @Override
  public Optional<Reply> refuse(Client client, Command command, Request request) {
    ConnectedClient connected = (ConnectedClient) client;
    UserRules rules = users.of(connected.identity()).rules();
    return rules.allowAll() ? Optional.empty() : judge(connected, rules, command, request);
  }

  private Optional<Reply> judge(
      ConnectedClient client, UserRules rules, Command command, Request request) {
    CommandFacts facts = fallback.facts(command, request);
    Refusal refusal = rules.judge(facts, request, client.database());
    if (refusal == null) {
      return Optional.empty();
    }
    boolean inTransaction = fallback.isInTransaction(client);
    String object = object(refusal, facts, request, client.database());
    log.add(client, client.user(), refusal.denial(), object, inTransaction);
    Reply reply = reply(refusal.denial(), facts);
    return Optional.of(inTransaction ? fallback.refusedInTransaction(client, reply) : reply);
  }

  /** What was refused, in the characters of its bytes. */
  static String object(Refusal refusal, CommandFacts facts, Request request, int selected) {
    if (refusal.position() > 0) {
      return Latin.text(request.bytes(refusal.position()));
    }
    boolean isSelected =
        refusal.denial() == Denial.DATABASE && !facts.fullName().equals("flushall");
    return isSelected ? Integer.toString(selected) : facts.fullName();
  }

  private static Reply reply(Denial denial, CommandFacts facts) {
    return switch (denial) {
      case KEY -> KEY;
      case CHANNEL -> CHANNEL;
      case DATABASE -> DATABASE;
      case COMMAND, AUTH ->
          Reply.error(
              "NOPERM this user has no permissions to run the '" + facts.fullName() + "' command");
    };
  }
}
