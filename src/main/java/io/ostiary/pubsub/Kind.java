package io.ostiary.pubsub;

import io.ostiary.client.SubscriptionCounts;
import io.ostiary.resp.Reply;

/** What a client can subscribe to. */
public enum Kind {
  /** A channel: all that is published to it. */
  CHANNEL(""),
  /** A pattern: all that is published to channels which it matches. */
  PATTERN("p"),
  /** A shard channel, which belongs to one node of a cluster; a name space of its own. */
  SHARD_CHANNEL("s");

  private final String prefix;

  Kind(String prefix) {
    this.prefix = prefix;
  }

  Reply subscribed() {
    return Reply.bulk(prefix + "subscribe");
  }

  Reply unsubscribed() {
    return Reply.bulk(prefix + "unsubscribe");
  }

  Reply message() {
    return Reply.bulk(prefix + "message");
  }

  /** The number that a confirmation tells: channels and patterns together, shard channels apart. */
  int told(SubscriptionCounts counts) {
    return this == SHARD_CHANNEL ? counts.shardChannels() : counts.channels() + counts.patterns();
  }

  /** These counts with so many more of this kind. */
  SubscriptionCounts add(int change, SubscriptionCounts to) {
    int channels = to.channels();
    int patterns = to.patterns();
    int shardChannels = to.shardChannels();
    return switch (this) {
      case CHANNEL -> new SubscriptionCounts(channels + change, patterns, shardChannels);
      case PATTERN -> new SubscriptionCounts(channels, patterns + change, shardChannels);
      case SHARD_CHANNEL -> new SubscriptionCounts(channels, patterns, shardChannels + change);
    };
  }
}
