package io.ostiary.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.nio.AbstractNioChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.concurrent.ScheduledFuture;
import io.ostiary.net.PeerAddress;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A connection that Vert.x's {@code NetServer} accepted. Its handler takes the place of Vert.x's
 * own in Netty's pipeline, so that a read reaches its listener without a copy, a lock or a task,
 * and the connection is spared the queues of Vert.x's socket (more than 5 kB each).
 */
@SuppressWarnings("FutureReturnValueIgnored") // What fails reaches the listener or the close.
final class NetServerConnection extends Connection {

  /** The name Vert.x gives its handler in the pipeline of a socket. */
  private static final String VERTX_HANDLER = "handler";

  private static final int FIRST_OUTPUT_BYTES = 256;

  private final ContextInternal context;
  private final ChannelPipeline pipeline;
  private final Channel channel;
  private ChannelHandlerContext position;
  private ConnectionListener listener;
  private boolean reading = true;
  private long sentBytes;

  NetServerConnection(ContextInternal context, NetSocket socket) {
    this.context = context;
    this.pipeline = ((NetSocketInternal) socket).channelHandlerContext().pipeline();
    this.channel = pipeline.channel();
  }

  @Override
  public void serve(ConnectionListener newListener) {
    boolean first = listener == null;
    listener = newListener;
    if (first) {
      pipeline.replace(VERTX_HANDLER, VERTX_HANDLER, new Handler());
    }
  }

  SocketAddress peer() {
    return channel.remoteAddress();
  }

  @Override
  public PeerAddress remoteAddress() {
    return PeerAddress.of(channel.remoteAddress());
  }

  @Override
  public PeerAddress localAddress() {
    return PeerAddress.of(channel.localAddress());
  }

  @Override
  public int descriptor() {
    return channel instanceof UnixChannel unix ? unix.fd().intValue() : -1;
  }

  @Override
  public ByteBufAllocator allocator() {
    return channel.alloc();
  }

  @Override
  public ByteBuf output() {
    return channel.alloc().directBuffer(FIRST_OUTPUT_BYTES);
  }

  void keepalive(Duration period) {
    if (!period.isZero()) {
      Keepalive.set(channel, period);
    }
  }

  @Override
  public void send(ByteBuf bytes) {
    sentBytes += bytes.readableBytes();
    position.writeAndFlush(bytes, position.voidPromise());
  }

  @Override
  void send(ByteBuf bytes, Runnable action) {
    sentBytes += bytes.readableBytes();
    // Not a void promise: in a connect handler, Netty would warn of every peer that is gone
    // already.
    position.writeAndFlush(bytes).addListener((ChannelFutureListener) written -> action.run());
  }

  @Override
  public boolean isWritable() {
    return channel.isWritable();
  }

  @Override
  public long pendingBytes() {
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    // Netty counts a message until it is written whole.
    return pending == null ? 0 : pending.totalPendingWriteBytes() - pending.currentProgress();
  }

  @Override
  long takenLate() {
    return sentBytes - pendingBytes();
  }

  @Override
  void writeAgain() {
    // An ordinary flush waits until java.nio announces room.
    if (channel.unsafe() instanceof AbstractNioChannel.NioUnsafe nio) {
      nio.forceFlush();
    } else {
      channel.flush();
    }
  }

  @Override
  public void reading(boolean on) {
    if (reading != on) {
      reading = on;
      channel.config().setAutoRead(on);
    }
  }

  @Override
  public void close() {
    channel.close();
  }

  @Override
  public void closeAfterWrites() {
    send(Unpooled.EMPTY_BUFFER, channel::close);
  }

  @Override
  void shutOutput() {
    if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    }
  }

  @Override
  ScheduledFuture<?> after(Duration delay, Runnable action) {
    return channel
        .eventLoop()
        .schedule(() -> execute(action), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void execute(Runnable task) {
    // Inside Vert.x's context, as a late reply may let the next command run.
    channel.eventLoop().execute(() -> context.emit(task, Runnable::run));
  }

  /** What Netty calls. */
  private final class Handler extends ChannelInboundHandlerAdapter {

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
      position = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      // Inside Vert.x's context, so that a command finds the one it was deployed in.
      ContextInternal previous = context.beginDispatch();
      try {
        listener.received((ByteBuf) message);
      } finally {
        context.endDispatch(previous);
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      listener.readComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      ContextInternal previous = context.beginDispatch();
      try {
        listener.writabilityChanged();
      } finally {
        context.endDispatch(previous);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      listener.closed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      listener.failed(cause);
    }
  }
}
