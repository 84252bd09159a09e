package io.ostiary.acl;

import io.ostiary.client.ConnectedClient;
import io.ostiary.command.BuiltInHandler;
import io.ostiary.resp.ErrorText;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code ACL SETUSER username [rule ...]}: gives a user further rules, all of them or none. It is
 * answered when the clients that may no longer listen have been closed.
 */
final class SetUser implements BuiltInHandler {

  private static final Reply WRONG_NAME =
      Reply.error("ERR Usernames can't contain spaces or null characters");
  private static final Reply NO_TEXT = Reply.error("ERR Usernames must be text in UTF-8");

  private final Users users;
  private final UserClients clients;

  SetUser(Users users, UserClients clients) {
    this.users = users;
    this.clients = clients;
  }

  @Override
  public Reply answer(ConnectedClient client, Request request) {
    String name = Latin.text(request.bytes(2));
    if (Latin.hasSpace(name)) {
      return WRONG_NAME;
    }
    if (!Latin.ofName(Latin.name(name)).equals(name)) {
      return NO_TEXT; // Two names that are shown as one would be one.
    }
    String channels = channels(Latin.name(name));
    try {
      AclUser user = users.change(Latin.name(name), rules(request));
      Future<Void> narrowed =
          channels.equals(channels(user.name()))
              ? Future.succeededFuture()
              : clients.narrow(user, client);
      return narrowed.isComplete() ? Reply.OK : Reply.hold(narrowed.map(Reply.OK));
    } catch (SelectorWords.UnmatchedException e) {
      return error("ERR Unmatched parenthesis in acl selector starting at '", e.begin(), "'.");
    } catch (WrongRule e) {
      return error("ERR Error in ACL SETUSER modifier '", e.rule(), "': " + e.getMessage());
    }
  }

  private String channels(String name) {
    return users
        .find(name)
        .map(
            user ->
                user.rules().selectors().stream()
                    .map(selector -> selector.channels().rules())
                    .collect(Collectors.joining("|")))
        .orElse("");
  }

  private static List<String> rules(Request request) throws SelectorWords.UnmatchedException {
    List<String> words = new ArrayList<>();
    for (int i = 3; i < request.count(); i++) {
      words.add(Latin.text(request.bytes(i)));
    }
    return SelectorWords.join(words);
  }

  private static Reply error(String before, String word, String after) {
    String repeated = word.substring(0, Math.min(word.length(), ErrorText.MOST_REPEATED));
    return Reply.error(Latin.bytes(before + repeated + after));
  }
}
