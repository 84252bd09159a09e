package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.ostiary.resp.ProtocolException;
import io.ostiary.resp.RawReply;
import io.ostiary.resp.ReplyDecoder;

/**
 * What comes over a connection that has subscriptions, one whole frame after another: only the
 * content tells a message from a reply. On an event loop.
 */
final class Frames {

  private final ReplyDecoder decoder;
  private final Subscriptions subscriptions;

  Frames(ByteBufAllocator allocator, Subscriptions subscriptions) {
    this.decoder = new ReplyDecoder(allocator, Integer.MAX_VALUE);
    this.subscriptions = subscriptions;
  }

  /** Adds what was read; it is given up. */
  void feed(ByteBuf bytes) {
    decoder.feed(bytes);
  }

  /** Whether there is another whole frame. */
  boolean next() throws ProtocolException {
    return decoder.next();
  }

  /** The frame that was found. */
  RawReply frame() {
    return decoder.reply();
  }

  /** Whether it was not asked for. */
  boolean isMessage() {
    return subscriptions.isMessage(decoder.reply());
  }

  void close() {
    decoder.close();
  }
}
