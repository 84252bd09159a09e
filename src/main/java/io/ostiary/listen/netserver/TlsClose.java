package io.ostiary.listen.netserver;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/**
 * How a channel ends that may speak TLS. A peer that is told the end of the text (close_notify)
 * knows that nobody has cut it short. On the channel's event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A channel that does not close is gone already.
final class TlsClose {

  private TlsClose() {}

  /**
   * Closes at once.
   *
   * @param allIsWritten whether the peer has taken everything; otherwise it would wait for that
   */
  static void close(Channel channel, boolean allIsWritten) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null || (allIsWritten && tls.handshakeFuture().isSuccess())) {
      channel.close();
    } else {
      channel.pipeline().context(tls).close();
    }
  }

  /**
   * Tells the peer that nothing more comes. What it sends from then on is not decrypted: it is only
   * read to be thrown away.
   */
  static void shutOutput(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      shutSocket(channel);
    } else {
      // Later: it may be in the middle of what it has read.
      channel.eventLoop().execute(() -> shutOutput(tls, channel));
    }
  }

  private static void shutOutput(SslHandler tls, Channel channel) {
    tls.closeOutbound().addListener(told -> shutSocket(channel));
    if (channel.pipeline().context(tls) != null) {
      channel.pipeline().remove(tls);
    }
  }

  private static void shutSocket(Channel channel) {
    if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    }
  }
}
