package io.ostiary.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One accepted connection as bytes in and bytes out. Takes the place of Vert.x's own handler in
 * Netty's pipeline, so that a read reaches its listener without a copy, a lock or a task, and the
 * connection is spared the queues of Vert.x's socket (more than 5 kB each). Everything here is
 * called on the connection's event loop, except {@link #execute}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What fails reaches exceptionCaught or the close.
public final class Wire extends ChannelInboundHandlerAdapter {

  /** The name Vert.x gives its handler in the pipeline of a socket. */
  private static final String VERTX_HANDLER = "handler";

  private final ContextInternal context;
  private final ChannelPipeline pipeline;
  private final Channel channel;
  private ChannelHandlerContext position;
  private WireListener listener;
  private boolean reading = true;

  Wire(ContextInternal context, NetSocket socket) {
    this.context = context;
    this.pipeline = ((NetSocketInternal) socket).channelHandlerContext().pipeline();
    this.channel = pipeline.channel();
  }

  /** Hands all that happens from now on to this listener; a second call replaces the first. */
  public void serve(WireListener newListener) {
    boolean first = listener == null;
    listener = newListener;
    if (first) {
      pipeline.replace(VERTX_HANDLER, VERTX_HANDLER, this);
    }
  }

  /** The peer's address. */
  public SocketAddress remoteAddress() {
    return channel.remoteAddress();
  }

  /** The address the peer connected to. */
  public SocketAddress localAddress() {
    return channel.localAddress();
  }

  /** The socket's file descriptor, -1 where the transport does not tell. */
  public int descriptor() {
    return channel instanceof UnixChannel unix ? unix.fd().intValue() : -1;
  }

  /** Where buffers for this connection come from. */
  public ByteBufAllocator allocator() {
    return channel.alloc();
  }

  /** Asks the kernel to probe a silent peer; zero leaves keepalive off. */
  public void keepalive(Duration period) {
    if (!period.isZero()) {
      Keepalive.set(channel, period);
    }
  }

  /** Writes and flushes; the buffer is given up. */
  public void send(ByteBuf bytes) {
    position.writeAndFlush(bytes, position.voidPromise());
  }

  /** Writes and flushes, then runs an action, also when writing failed; the buffer is given up. */
  void send(ByteBuf bytes, Runnable action) {
    // Not a void promise: in a connect handler, Netty would warn of every peer that is gone
    // already.
    position.writeAndFlush(bytes).addListener((ChannelFutureListener) written -> action.run());
  }

  /** Whether the peer keeps up with what is sent to it. */
  public boolean isWritable() {
    return channel.isWritable();
  }

  /** Bytes that the peer has not taken yet. */
  public long pendingBytes() {
    return channel.unsafe().outboundBuffer() == null
        ? 0
        : channel.unsafe().outboundBuffer().totalPendingWriteBytes();
  }

  /** Stops or resumes reading; what the kernel holds meanwhile slows the peer down. */
  public void reading(boolean on) {
    if (reading != on) {
      reading = on;
      channel.config().setAutoRead(on);
    }
  }

  /** Closes at once; what was not written is dropped. */
  public void close() {
    channel.close();
  }

  /** Closes when everything sent so far has been written. */
  public void closeAfterWrites() {
    send(Unpooled.EMPTY_BUFFER, channel::close);
  }

  /** Tells the peer that nothing more comes, and goes on reading. */
  void shutOutput() {
    if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    }
  }

  ScheduledFuture<?> after(Duration delay, Runnable action) {
    return channel.eventLoop().schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Runs a task on this connection's event loop, now if that is where the caller is. */
  public void execute(Runnable task) {
    // Inside Vert.x's context, as a late reply may let the next command run.
    context.emit(task, Runnable::run);
  }

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

  @Override
  public String toString() {
    return text(channel.remoteAddress());
  }

  private static String text(SocketAddress address) {
    return address instanceof InetSocketAddress inet
        ? NetUtil.toSocketAddressString(inet)
        : String.valueOf(address);
  }
}
