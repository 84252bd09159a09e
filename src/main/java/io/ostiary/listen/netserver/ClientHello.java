package io.ostiary.listen.netserver;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.function.BiConsumer;

/**
 * Gathers the first message of a TLS client, which may name the host that it wants, and holds it
 * until the handshake's turn has come; then the handler of TLS takes this one's place. A peer that
 * has not sent it costs no more than its bytes. On the channel's event loop only.
 */
final class ClientHello extends AbstractSniHandler<SslHandler> {

  /** Most have less than two kilobytes. */
  private static final int MOST_BYTES = 16 * 1024;

  private static final long NO_TIMEOUT = 0; // There is another timer.

  private final BiConsumer<String, Promise<SslHandler>> whenThere;

  /**
   * Waits for it.
   *
   * @param whenThere gets the host, null where none was named, and completes the promise
   */
  ClientHello(BiConsumer<String, Promise<SslHandler>> whenThere) {
    super(MOST_BYTES, NO_TIMEOUT);
    this.whenThere = whenThere;
  }

  @Override
  protected Future<SslHandler> lookup(ChannelHandlerContext ctx, String host) {
    Promise<SslHandler> handler = ctx.executor().newPromise();
    whenThere.accept(host, handler);
    return handler;
  }

  @Override
  protected void onLookupComplete(
      ChannelHandlerContext ctx, String host, Future<SslHandler> handler) {
    if (handler.isSuccess()) {
      ctx.pipeline().replace(this, null, handler.getNow());
    } else if (!handler.isCancelled()) {
      ctx.fireExceptionCaught(handler.cause());
    }
  }
}
