package io.ostiary.settings;

/** How subscriptions reach the upstream server. */
public enum UpstreamPubsub {
  /** One upstream subscription a channel, for all clients that subscribe to it. */
  SHARED,
  /** Each subscriber has an upstream connection of its own. */
  PINNED
}
