package io.ostiary.acl;

import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import java.util.List;

/** What ACL tells of users: {@code GETUSER}, {@code LIST}, {@code USERS}. */
final class UserReplies {

  private final Users users;

  UserReplies(Users users) {
    this.users = users;
  }

  Reply user(Request request) {
    return users
        .find(Latin.name(Latin.text(request.bytes(2))))
        .map(user -> reply(user.rules()))
        .orElse(Reply.NULL);
  }

  private static Reply reply(UserRules rules) {
    Selector root = rules.selectors().get(0);
    return Reply.map(
        Reply.bulk("flags"),
        Reply.set(rules.flags().stream().map(Reply::bulk).toList()),
        Reply.bulk("passwords"),
        Reply.array(rules.passwords().hashes().stream().map(Reply::bulk).toList()),
        Reply.bulk("commands"),
        Latin.reply(root.commands().toString()),
        Reply.bulk("keys"),
        Latin.reply(root.keys().toString()),
        Reply.bulk("channels"),
        Latin.reply(root.channels().toString()),
        Reply.bulk("databases"),
        Latin.reply(root.databases().toString()),
        Reply.bulk("selectors"),
        Reply.array(rules.selectors().stream().skip(1).map(UserReplies::reply).toList()));
  }

  private static Reply reply(Selector selector) {
    return Reply.map(
        Reply.bulk("commands"),
        Latin.reply(selector.commands().toString()),
        Reply.bulk("keys"),
        Latin.reply(selector.keys().toString()),
        Reply.bulk("channels"),
        Latin.reply(selector.channels().toString()),
        Reply.bulk("databases"),
        Latin.reply(selector.databases().toString()));
  }

  Reply list() {
    return Reply.array(lines().stream().map(Latin::reply).toList());
  }

  /** A line for each user, as a file has them. */
  List<String> lines() {
    return users.all().stream()
        .map(user -> "user " + Latin.ofName(user.name()) + " " + user.rules())
        .toList();
  }

  Reply names() {
    return Reply.array(users.all().stream().map(user -> Reply.bulk(user.name())).toList());
  }
}
