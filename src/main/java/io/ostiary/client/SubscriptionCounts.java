package io.ostiary.client;

/** How much a client has subscribed to; the fields sub, psub and ssub of CLIENT LIST. */
public record SubscriptionCounts(int channels, int patterns, int shardChannels) {

  /** Of a client that has subscribed to nothing. */
  public static final SubscriptionCounts NONE = new SubscriptionCounts(0, 0, 0);

  /** Whether there is any. */
  public boolean any() {
    return (channels | patterns | shardChannels) != 0;
  }
}
