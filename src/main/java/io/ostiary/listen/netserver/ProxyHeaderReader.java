package io.ostiary.listen.netserver;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.ostiary.listen.ProxyHeaders;
import io.ostiary.listen.ProxyHeaders.Refusal;
import io.ostiary.net.PeerAddress;
import io.ostiary.settings.ListenerProfile;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Waits for the header of the PROXY protocol with which a connection begins, before anything is
 * decided about the connection. It stands in the pipeline behind Netty's decoder, and leaves before
 * the decision, so that what has arrived behind the header passes whatever is put there then. On
 * the event loop only.
 */
final class ProxyHeaderReader extends ChannelInboundHandlerAdapter {

  /** What proxies add to the addresses is skipped; HAProxy's own takes a few hundred bytes. */
  private static final int MOST_TLV_BYTES = 4096;

  private final NetServerConnection connection;
  private final ListenerProfile profile;
  private final ProxyHeaders headers;
  private final Consumer<NetServerConnection> decide;
  private final PeerAddress proxy;
  private final Deque<Object> behind = new ArrayDeque<>(1); // what came after the header
  private ScheduledFuture<?> deadline;
  private PeerAddress peer; // null: the header is not complete
  private boolean ended;

  /**
   * Reads nothing before {@link #begin}.
   *
   * @param decide decides about the connection when its peer is known, in the context
   */
  ProxyHeaderReader(
      NetServerConnection connection,
      ListenerProfile profile,
      ProxyHeaders headers,
      Consumer<NetServerConnection> decide) {
    this.connection = connection;
    this.profile = profile;
    this.headers = headers;
    this.decide = decide;
    this.proxy = connection.remoteAddress();
  }

  /** Waits from now on; the caller has a share of the number that may. */
  void begin() {
    Channel channel = connection.channel();
    channel
        .pipeline()
        .addFirst(this)
        .addFirst(new HAProxyMessageDecoder(MOST_TLV_BYTES))
        .addFirst(new ProxySignature(() -> refuse(Refusal.MISSING)));
    deadline =
        channel
            .eventLoop()
            .schedule(
                () -> refuse(Refusal.LATE), headers.timeout().toNanos(), TimeUnit.NANOSECONDS);
    channel.config().setAutoRead(true);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof HAProxyMessage header)) {
      behind.add(message);
      return;
    }
    try {
      peer = ProxiedPeer.of(header, proxy);
    } catch (IllegalArgumentException e) {
      refuse(Refusal.MALFORMED);
    } finally {
      header.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (peer != null && !ended) {
      finish(ctx.pipeline());
    }
  }

  /** Decides about the connection, and hands on what came behind the header. */
  private void finish(ChannelPipeline pipeline) {
    end();
    pipeline.remove(this);
    connection.comesBy(proxy, peer);
    connection.context().dispatch(connection, decide::accept);
    if (!behind.isEmpty()) {
      while (!behind.isEmpty()) {
        pipeline.fireChannelRead(behind.remove());
      }
      pipeline.fireChannelReadComplete();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (peer != null && !ended) {
      finish(ctx.pipeline());
    }
    if (event instanceof ChannelInputShutdownEvent) {
      refuse(Refusal.MISSING);
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    refuse(cause instanceof DecoderException ? Refusal.MALFORMED : Refusal.MISSING);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (!ended) {
      headers.refused(Refusal.MISSING, proxy, profile);
      end();
    }
    ctx.fireChannelInactive();
  }

  /** Closes without a word: what the peer speaks is not known. */
  private void refuse(Refusal why) {
    if (!ended) {
      end();
      headers.refused(why, proxy, profile);
      connection.close();
    }
  }

  private void end() {
    ended = true;
    headers.ended();
    deadline.cancel(false);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (peer == null) {
      behind.forEach(ReferenceCountUtil::release);
      behind.clear();
    }
  }

  /** Lets bytes pass as long as they may begin a header of one of the two versions. */
  private static final class ProxySignature extends ChannelInboundHandlerAdapter {

    private static final byte[] TEXT = {'P', 'R', 'O', 'X', 'Y', ' '};
    private static final byte[] BINARY = {
      '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'
    };

    private final Runnable somethingElse;
    private byte[] signature = TEXT;
    private int matched;

    ProxySignature(Runnable somethingElse) {
      this.somethingElse = somethingElse;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      if (!begins(bytes)) {
        bytes.release();
        somethingElse.run();
        return;
      }
      if (matched == signature.length) {
        ctx.pipeline().remove(this);
      }
      ctx.fireChannelRead(bytes);
    }

    private boolean begins(ByteBuf bytes) {
      for (int i = bytes.readerIndex(); i < bytes.writerIndex(); i++) {
        if (matched == 0) {
          signature = bytes.getByte(i) == BINARY[0] ? BINARY : TEXT;
        }
        if (matched == signature.length) {
          return true;
        }
        if (bytes.getByte(i) != signature[matched]) {
          return false;
        }
        matched++;
      }
      return true;
    }
  }
}
