package io.ostiary.pubsub;

import io.ostiary.client.ConnectedClient;
import io.ostiary.command.BuiltInHandler;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.ostiary.resp.SequenceReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code UNSUBSCRIBE}, {@code PUNSUBSCRIBE}, {@code SUNSUBSCRIBE}: from these names, or from all of
 * the kind. Each is confirmed by a message of its own, also one that was not subscribed to.
 */
final class Unsubscribe implements BuiltInHandler {

  private final Kind kind;

  Unsubscribe(Kind kind) {
    this.kind = kind;
  }

  @Override
  public Reply answer(ConnectedClient client, Request request) {
    List<Name> names = names(client, request);
    if (names.isEmpty()) {
      return confirmation(client, Reply.NULL);
    }
    List<Reply> confirmations = new ArrayList<>(names.size());
    for (Name name : names) {
      Subscriber.of(client).ifPresent(subscriber -> subscriber.close(kind, name));
      confirmations.add(confirmation(client, name.reply()));
    }
    return SequenceReply.of(confirmations);
  }

  private List<Name> names(ConnectedClient client, Request request) {
    if (request.count() == 1) {
      Optional<Subscriber> subscriber = Subscriber.of(client);
      return subscriber.map(some -> some.names(kind)).orElse(List.of());
    }
    List<Name> names = new ArrayList<>(request.count() - 1);
    for (int i = 1; i < request.count(); i++) {
      names.add(new Name(request.bytes(i)));
    }
    return names;
  }

  private Reply confirmation(ConnectedClient client, Reply name) {
    int count = kind.told(client.subscriptions());
    return Reply.push(List.of(kind.unsubscribed(), name, Reply.integer(count)));
  }
}
