package io.ostiary.pubsub;

import io.ostiary.client.ConnectedClient;
import io.ostiary.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One published message on its way to the subscribers: how many there are, and what its own
 * publisher is to read of it. On the publisher's event loop, or any thread without one.
 */
final class Delivery {

  private final Optional<ConnectedClient> publisher;
  private final List<Reply> own = new ArrayList<>(0);
  private int receivers;

  /**
   * Begins one.
   *
   * @param publisher the client whose own messages go among its replies, as in Redis: before the
   *     reply that tells how many have received them
   */
  Delivery(Optional<ConnectedClient> publisher) {
    this.publisher = publisher;
  }

  /** Hands a message to all of a topic. */
  @SuppressWarnings("ReferenceEquality") // the very client is meant
  void to(Topic topic, Reply message) {
    Subscription[] subscriptions = topic.subscriptions();
    receivers += subscriptions.length;
    for (Subscription subscription : subscriptions) {
      if (publisher.isPresent() && publisher.get() == subscription.client()) {
        own.add(message);
      } else {
        subscription.deliver(message);
      }
    }
  }

  int receivers() {
    return receivers;
  }

  /** What the publisher reads: its own messages, then how many received it. */
  List<Reply> replies() {
    own.add(Reply.integer(receivers));
    return own;
  }
}
