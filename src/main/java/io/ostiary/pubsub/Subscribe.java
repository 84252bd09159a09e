package io.ostiary.pubsub;

import io.ostiary.client.ConnectedClient;
import io.ostiary.command.BuiltInHandler;
import io.ostiary.resp.ArgumentException;
import io.ostiary.resp.DeferredReply;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.ostiary.resp.SequenceReply;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code SUBSCRIBE}, {@code PSUBSCRIBE}, {@code SSUBSCRIBE}: each name is confirmed by a message of
 * its own, together when the source has confirmed the last. The client's next commands wait for it.
 */
final class Subscribe implements BuiltInHandler {

  private static final Logger log = LoggerFactory.getLogger(Subscribe.class);

  private static final Reply FAILED = Reply.error("ERR internal error");

  private final Subscriptions subscriptions;
  private final Kind kind;

  Subscribe(Subscriptions subscriptions, Kind kind) {
    this.subscriptions = subscriptions;
    this.kind = kind;
  }

  @Override
  public Reply answer(ConnectedClient client, Request request) {
    Subscriber subscriber = subscriptions.subscriber(client);
    List<Subscription> opened = new ArrayList<>(request.count() - 1);
    List<Future<Void>> late = new ArrayList<>(0);
    for (int i = 1; i < request.count(); i++) {
      Subscription subscription = subscriber.open(kind, new Name(request.bytes(i)));
      opened.add(subscription);
      if (!subscription.topic().ready().isComplete()) {
        late.add(subscription.topic().ready());
      }
    }
    if (late.isEmpty()) {
      return answer(subscriber, opened);
    }
    return Reply.hold(
        Future.join(late)
            .transform(
                all ->
                    Future.succeededFuture(new DeferredReply(() -> answer(subscriber, opened)))));
  }

  private Reply answer(Subscriber subscriber, List<Subscription> opened) {
    List<Reply> replies = new ArrayList<>(opened.size());
    for (Subscription subscription : opened) {
      Future<Void> ready = subscription.topic().ready();
      replies.add(
          ready.succeeded()
              ? confirm(subscriber, subscription)
              : refuse(subscriber, subscription, ready.cause()));
    }
    return SequenceReply.of(replies);
  }

  private Reply confirm(Subscriber subscriber, Subscription subscription) {
    subscriber.activate(subscription);
    int count = kind.told(subscription.client().subscriptions());
    return Reply.push(
        List.of(kind.subscribed(), subscription.name().reply(), Reply.integer(count)));
  }

  private Reply refuse(Subscriber subscriber, Subscription subscription, Throwable cause) {
    subscriber.close(kind, subscription.name());
    if (cause instanceof ArgumentException answer) {
      return answer.reply();
    }
    log.warn("Client {} could not subscribe", subscription.client(), cause);
    return FAILED;
  }
}
