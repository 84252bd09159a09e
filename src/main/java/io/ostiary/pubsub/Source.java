package io.ostiary.pubsub;

import io.vertx.core.Future;

/**
 * Where messages come from that are published elsewhere, such as a server behind a gateway. It is
 * told what to subscribe to there, once for all clients here, and hands messages to {@link
 * Subscriptions#deliver}.
 *
 * <p>One for all event loops: called from any of them. For one name the calls alternate, {@link
 * #subscribe} first, and none begins before the one before it has returned. A lock is held
 * meanwhile, so an implementation hands over to its own event loop and returns; it may deliver from
 * within, but waits for nothing.
 */
public interface Source {

  /**
   * The first client subscribes to this. Clients are told that they have subscribed when the future
   * succeeds. When it fails, those that waited for it read an error, that of an {@link
   * io.ostiary.resp.ArgumentException} if it is one; then follows {@link #unsubscribe}, as always.
   *
   * @param name of the channel, or the pattern; only to be read
   * @return completed at once or later, on any thread; a client waits for it without a limit
   */
  Future<Void> subscribe(Kind kind, byte[] name);

  /**
   * The last client is gone that had subscribed to this, or waited to.
   *
   * @param name as above
   */
  void unsubscribe(Kind kind, byte[] name);
}
