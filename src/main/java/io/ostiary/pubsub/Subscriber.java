package io.ostiary.pubsub;

import io.ostiary.client.ClientKey;
import io.ostiary.client.ConnectedClient;
import io.ostiary.client.SubscriptionCounts;
import io.ostiary.command.ChannelPermission;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The subscriptions of one client; there is none of a client without any. On the client's event
 * loop only.
 */
final class Subscriber {

  private static final ClientKey<Subscriber> KEY = ClientKey.of("subscriptions");

  private final ConnectedClient client;
  private final Subscriptions all;
  private final Map<Kind, Map<Name, Subscription>> own = new EnumMap<>(Kind.class);

  Subscriber(ConnectedClient client, Subscriptions all) {
    this.client = client;
    this.all = all;
  }

  /** What this client has subscribed to; empty if nothing. */
  static Optional<Subscriber> of(ConnectedClient client) {
    return client.get(KEY);
  }

  /** The subscription to this name, entered now if there was none; not confirmed yet then. */
  Subscription open(Kind kind, Name name) {
    if (own.isEmpty()) {
      client.put(KEY, this);
    }
    Map<Name, Subscription> ofKind = own.computeIfAbsent(kind, none -> new LinkedHashMap<>(2));
    Subscription there = ofKind.get(name);
    if (there != null) {
      return there;
    }
    Subscription opened = new Subscription(client, kind, name);
    all.add(opened);
    ofKind.put(name, opened);
    return opened;
  }

  /** Lets messages through from now on: the caller confirms it to the client at once. */
  void activate(Subscription subscription) {
    if (!subscription.isActive()) {
      subscription.activate(true);
      count(subscription.kind(), 1);
    }
  }

  /** Ends the subscription to this name, if there is one. */
  void close(Kind kind, Name name) {
    Subscription removed = own.getOrDefault(kind, Map.of()).get(name);
    if (removed == null) {
      return;
    }
    all.remove(removed);
    own.get(kind).remove(name);
    if (removed.isActive()) {
      removed.activate(false);
      count(kind, -1);
    }
    if (own.values().stream().allMatch(Map::isEmpty)) {
      own.clear();
      client.remove(KEY);
    }
  }

  /** The names of this kind that it has subscribed to, oldest first; a copy. */
  List<Name> names(Kind kind) {
    return new ArrayList<>(own.getOrDefault(kind, Map.of()).keySet());
  }

  /** Whether all that it has subscribed to is permitted. */
  boolean isWithin(ChannelPermission permission) {
    for (Kind kind : Kind.values()) {
      for (Name name : names(kind)) {
        if (!permission.allows(name.bytes(), kind == Kind.PATTERN)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Ends all subscriptions; the client is told nothing. */
  void closeAll() {
    for (Kind kind : Kind.values()) {
      names(kind).forEach(name -> close(kind, name));
    }
  }

  private void count(Kind kind, int change) {
    SubscriptionCounts before = client.subscriptions();
    SubscriptionCounts now = kind.add(change, before);
    client.subscriptions(now);
    if (before.any() != now.any()) {
      all.countClient(change);
    }
  }
}
