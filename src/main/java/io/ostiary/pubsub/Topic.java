package io.ostiary.pubsub;

import io.ostiary.resp.Glob;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Set;

/**
 * One channel or pattern with those who have subscribed to it. Shared by all event loops and safe.
 * It lasts from its first subscriber to its last.
 */
final class Topic {

  private static final Subscription[] NONE = {};

  private final Name name;
  private final Future<Void> ready;
  private final Glob glob;
  private final Set<Subscription> members = new HashSet<>(2); // most topics have one
  private volatile Subscription[] copy = NONE; // null: to be made anew

  /**
   * A topic without subscribers.
   *
   * @param ready when subscribing to it can be confirmed
   */
  Topic(Name name, Future<Void> ready) {
    this.name = name;
    this.ready = ready;
    this.glob = Glob.of(name.bytes());
  }

  Name name() {
    return name;
  }

  Future<Void> ready() {
    return ready;
  }

  /** Whether this name, as a pattern, matches the channel's. */
  boolean matches(Name channel) {
    return glob.matches(channel.bytes());
  }

  synchronized void add(Subscription subscription) {
    members.add(subscription);
    copy = null;
  }

  /** Removes a subscription; whether it was the last. */
  synchronized boolean removesLast(Subscription subscription) {
    members.remove(subscription);
    copy = null;
    return members.isEmpty();
  }

  synchronized int size() {
    return members.size();
  }

  /**
   * The subscriptions at this moment, only to be read. Made when a message is there, not with each
   * that comes or goes: many do so between two messages.
   */
  Subscription[] subscriptions() {
    Subscription[] there = copy;
    return there == null ? copied() : there;
  }

  private synchronized Subscription[] copied() {
    if (copy == null) {
      copy = members.toArray(NONE);
    }
    return copy;
  }
}
