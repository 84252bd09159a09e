package io.ostiary.pubsub;

import io.ostiary.client.ConnectedClient;
import io.ostiary.resp.Glob;
import io.ostiary.resp.Reply;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has subscribed to what, of all clients. Shared by all event loops and safe; what concerns one
 * name happens in one order. A name without subscribers is not in it.
 *
 * <p>What one thread delivers reaches each client in its order. A client reads no message of a
 * subscription before the confirmation of it, and none after that of its end.
 */
public final class Subscriptions {

  private static final Logger log = LoggerFactory.getLogger(Subscriptions.class);

  private final Map<Kind, ConcurrentMap<Name, Topic>> topics = new EnumMap<>(Kind.class);
  private final AtomicInteger clients = new AtomicInteger();
  private final Source source;

  /** None yet. */
  Subscriptions(Source source) {
    this.source = source;
    for (Kind kind : Kind.values()) {
      topics.put(kind, new ConcurrentHashMap<>());
    }
  }

  /**
   * Hands a message to those who have subscribed to this channel by its name. From any thread. The
   * arrays are given up.
   *
   * @param kind no pattern
   * @return how many subscriptions it went to
   */
  public int deliver(Kind kind, byte[] channel, byte[] payload) {
    Delivery delivery = new Delivery(Optional.empty());
    deliver(kind, new Name(channel), Reply.bulk(payload), delivery);
    return delivery.receivers();
  }

  /**
   * Hands a message to those who have subscribed to this very pattern. From any thread. The arrays
   * are given up.
   *
   * @param channel that the message was published to
   * @return how many subscriptions it went to
   */
  public int deliverToPattern(byte[] pattern, byte[] channel, byte[] payload) {
    Topic topic = topics.get(Kind.PATTERN).get(new Name(pattern));
    if (topic == null) {
      return 0;
    }
    Delivery delivery = new Delivery(Optional.empty());
    delivery.to(topic, patternMessage(topic, Reply.bulk(channel), Reply.bulk(payload)));
    return delivery.receivers();
  }

  /** Publishes to a channel: to those who named it, and to those of patterns that match it. */
  void publish(Name channel, Reply payload, Delivery delivery) {
    deliver(Kind.CHANNEL, channel, payload, delivery);
    Reply channelReply = channel.reply();
    for (Topic topic : topics.get(Kind.PATTERN).values()) {
      if (topic.matches(channel)) {
        delivery.to(topic, patternMessage(topic, channelReply, payload));
      }
    }
  }

  void deliver(Kind kind, Name channel, Reply payload, Delivery delivery) {
    Topic topic = topics.get(kind).get(channel);
    if (topic != null) {
      delivery.to(topic, Reply.push(List.of(kind.message(), channel.reply(), payload)));
    }
  }

  private static Reply patternMessage(Topic topic, Reply channel, Reply payload) {
    return Reply.push(List.of(Kind.PATTERN.message(), topic.name().reply(), channel, payload));
  }

  /** Enters a subscription, on its client's event loop. */
  void add(Subscription subscription) {
    Kind kind = subscription.kind();
    Topic topic =
        topics
            .get(kind)
            .compute(
                subscription.name(),
                (name, there) -> {
                  // Before another thread can see the topic or take its last subscriber away.
                  Topic entered = there == null ? first(kind, name) : there;
                  entered.add(subscription);
                  return entered;
                });
    subscription.enter(topic);
  }

  private Topic first(Kind kind, Name name) {
    return new Topic(name, subscribed(kind, name));
  }

  private Future<Void> subscribed(Kind kind, Name name) {
    try {
      return source.subscribe(kind, name.bytes());
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  /** Removes a subscription that was entered, on its client's event loop. */
  void remove(Subscription subscription) {
    Kind kind = subscription.kind();
    topics
        .get(kind)
        .computeIfPresent(
            subscription.name(),
            (name, topic) -> {
              if (!topic.removesLast(subscription)) {
                return topic;
              }
              unsubscribed(kind, name);
              return null;
            });
  }

  private void unsubscribed(Kind kind, Name name) {
    try {
      source.unsubscribe(kind, name.bytes());
    } catch (RuntimeException e) {
      log.warn("The source of messages failed to unsubscribe", e);
    }
  }

  /** A client that had subscribed to nothing has subscribed, or has no subscription left. */
  void countClient(int change) {
    clients.addAndGet(change);
  }

  /** How many clients have subscribed to anything. */
  int clients() {
    return clients.get();
  }

  /** How many names of this kind have subscribers. */
  int count(Kind kind) {
    return topics.get(kind).size();
  }

  /** How many clients have subscribed to this name, patterns that match it not counted. */
  int subscribers(Kind kind, Name name) {
    Topic topic = topics.get(kind).get(name);
    return topic == null ? 0 : topic.size();
  }

  /** The names of this kind that have subscribers and that a pattern matches, in no order. */
  List<Name> names(Kind kind, Optional<Glob> pattern) {
    List<Name> found = new ArrayList<>();
    for (Name name : topics.get(kind).keySet()) {
      if (pattern.isEmpty() || pattern.get().matches(name.bytes())) {
        found.add(name);
      }
    }
    return found;
  }

  /** The state of one client, made when it first subscribes. */
  Subscriber subscriber(ConnectedClient client) {
    return Subscriber.of(client).orElseGet(() -> new Subscriber(client, this));
  }
}
