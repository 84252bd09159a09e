package io.ostiary.acl;

import static io.ostiary.command.CommandFlag.ADMIN;
import static io.ostiary.command.CommandFlag.LOADING;
import static io.ostiary.command.CommandFlag.NOSCRIPT;
import static io.ostiary.command.CommandFlag.STALE;

import io.ostiary.client.Client;
import io.ostiary.client.ConnectedClient;
import io.ostiary.command.BuiltInHandler;
import io.ostiary.command.Category;
import io.ostiary.command.Command;
import io.ostiary.command.CommandHandler;
import io.ostiary.resp.ErrorText;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@code ACL} with its subcommands. */
final class AclCommands {

  private static final int USUAL_LOG_ENTRIES = 10;
  private static final Reply KEPT = Reply.error("ERR The 'default' user cannot be removed");

  private final Users users;
  private final UserClients clients;
  private final UserReplies replies;
  private final AclLog log;
  private final AclFile file;
  private final DryRun dryRun;

  AclCommands(Users users, UserClients clients, AclLog log, AclFile file, DryRun dryRun) {
    this.users = users;
    this.clients = clients;
    this.replies = new UserReplies(users);
    this.log = log;
    this.file = file;
    this.dryRun = dryRun;
  }

  Command command() {
    return Command.container(
            "ACL",
            own("CAT", -2, this::categories)
                .arguments("[category]")
                .summary("Lists the categories of commands, or the commands of one."),
            admin("DELUSER", -3, (BuiltInHandler) this::delete)
                .arguments("username [username ...]")
                .summary("Deletes users and closes their clients; answers how many there were."),
            admin("DRYRUN", -4, dryRun)
                .arguments("username command [arg [arg ...]]")
                .summary("Says whether a user may run a command, and does not run it.")
                .since("7.0.0"),
            own("GENPASS", -2, new Genpass())
                .arguments("[bits]")
                .summary("Answers a random password in hexadecimal digits."),
            admin("GETUSER", 3, (client, request) -> replies.user(request))
                .arguments("username")
                .summary("Shows the rules of a user."),
            admin("LIST", 2, (client, request) -> replies.list())
                .summary("Shows all users as lines of a file."),
            admin("LOAD", 2, (BuiltInHandler) (client, request) -> file.load(client))
                .summary("Puts the users of the ACL file in the place of all."),
            admin("LOG", -2, this::log)
                .arguments("[count|RESET]")
                .summary("Shows what was refused of late."),
            admin("SAVE", 2, (client, request) -> file.save())
                .summary("Writes all users into the ACL file."),
            admin("SETUSER", -3, new SetUser(users, clients))
                .arguments("username [rule [rule ...]]")
                .summary("Makes a user, or gives it further rules."),
            admin("USERS", 2, (client, request) -> replies.names())
                .summary("Lists the names of all users."),
            own("WHOAMI", 2, (client, request) -> Reply.bulk(client.user()))
                .summary("Answers the name of the connection's user."))
        .summary("Shows and manages users and what they may do.")
        .since("6.0.0")
        .group("server");
  }

  private static Command own(String name, int arity, CommandHandler handler) {
    return Command.of(name, arity, handler).flags(NOSCRIPT, LOADING, STALE).since("6.0.0");
  }

  private static Command admin(String name, int arity, CommandHandler handler) {
    return Command.of(name, arity, handler).flags(ADMIN, NOSCRIPT, LOADING, STALE).since("6.0.0");
  }

  static Reply wrongNumber(Request request) {
    return new ErrorText("ERR unknown subcommand or wrong number of arguments for '")
        .repeat(request, 1)
        .add("'. Try ACL HELP.")
        .reply();
  }

  private Reply categories(Client client, Request request) {
    if (request.count() > 3) {
      return wrongNumber(request);
    }
    if (request.count() == 2) {
      return Reply.array(
          Arrays.stream(Category.values()).map(one -> Reply.bulk(one.text())).toList());
    }
    Optional<Category> category = Category.find(request.text(2));
    return category.isEmpty()
        ? new ErrorText("ERR Unknown category '").repeat(request, 2).add("'").reply()
        : Reply.array(
            users.catalogue().of(category.get()).stream()
                .map(entry -> Reply.bulk(entry.name()))
                .toList());
  }

  private Reply delete(ConnectedClient client, Request request) {
    List<String> names = new ArrayList<>();
    for (int i = 2; i < request.count(); i++) {
      names.add(request.text(i));
    }
    if (names.contains(Users.DEFAULT)) {
      return KEPT;
    }
    List<AclUser> gone = names.stream().flatMap(name -> users.remove(name).stream()).toList();
    Future<Void> closed = clients.close(gone, client);
    UserClients.closeIfGone(client);
    Reply count = Reply.integer(gone.size());
    return closed.isComplete() ? count : Reply.hold(closed.map(count));
  }

  private Reply log(Client client, Request request) {
    if (request.count() > 3) {
      return wrongNumber(request);
    }
    if (request.count() == 3 && request.is(2, "RESET")) {
      log.clear();
      return Reply.OK;
    }
    return log.latest(request.count() == 3 ? request.integer(2) : USUAL_LOG_ENTRIES);
  }
}
