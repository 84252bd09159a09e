package io.ostiary.listen.netserver;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannelConfig;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import javax.net.ssl.SSLException;

/**
 * What Netty tells of a connection's channel, on the event loop but outside of Vert.x's context.
 */
final class ChannelEvents extends ChannelInboundHandlerAdapter {

  // The names that Vert.x gives to its handlers in the pipeline of a socket.
  private static final String VERTX_HANDLER = "handler";
  private static final String VERTX_CHUNKED_WRITER = "chunkedWriter";

  private final ChannelConnection connection;

  ChannelEvents(ChannelConnection connection) {
    this.connection = connection;
  }

  /** Takes the place of Vert.x's handler. */
  void takeOver() {
    ChannelPipeline pipeline = connection.channel().pipeline();
    takeOver(pipeline.get(VERTX_HANDLER));
    if (pipeline.get(VERTX_CHUNKED_WRITER) != null) {
      pipeline.remove(VERTX_CHUNKED_WRITER); // for files, where the transport cannot send them
    }
  }

  /** Takes the place of that handler. */
  void takeOver(ChannelHandler other) {
    Channel channel = connection.channel();
    if (channel.config() instanceof DuplexChannelConfig config) {
      // Netty would close when the peer has sent its end, over what waits to be written.
      config.setAllowHalfClosure(true);
    }
    channel.pipeline().replace(other, VERTX_HANDLER, this);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    connection.read((ByteBuf) message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    connection.turnIsRead();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent || event == SslCloseCompletionEvent.SUCCESS) {
      connection.inputShut();
    } else {
      ReferenceCountUtil.release(event);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    connection.writabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    connection.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A peer that breaks TLS is a peer that is lost; the decoder's words say less than its cause.
    boolean isTls = cause instanceof DecoderException && cause.getCause() instanceof SSLException;
    connection.caught(isTls ? cause.getCause() : cause);
  }
}
