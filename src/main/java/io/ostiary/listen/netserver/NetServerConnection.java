package io.ostiary.listen.netserver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.DuplexChannelConfig;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.ReferenceCountUtil;
import io.ostiary.listen.Arriving;
import io.ostiary.listen.Connection;
import io.ostiary.listen.Keepalive;
import io.ostiary.listen.ListenOptions;
import io.ostiary.listen.LoopConnection;
import io.ostiary.net.PeerAddress;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.time.Duration;

/**
 * A connection that Vert.x's {@code NetServer} accepted. Its handler takes the place of Vert.x's
 * own in Netty's pipeline, so that a read reaches its listener without a copy, a lock or a task,
 * and the connection is spared the queues of Vert.x's socket (more than 5 kB each).
 */
@SuppressWarnings("FutureReturnValueIgnored") // What fails reaches the handler.
final class NetServerConnection extends LoopConnection implements Arriving {

  // The names that Vert.x gives to its handlers in the pipeline of a socket.
  private static final String VERTX_HANDLER = "handler";
  private static final String VERTX_CHUNKED_WRITER = "chunkedWriter";

  private static final int FIRST_OUTPUT_BYTES = 256;

  private final NetServerListener owner;
  private final Channel channel;
  private final ChannelWrites writes;
  private boolean reading = true;
  private boolean full; // was not writable, and the listener was not told since

  NetServerConnection(NetServerListener owner, NetSocket socket) {
    this.owner = owner;
    ChannelPipeline pipeline = ((NetSocketInternal) socket).channelHandlerContext().pipeline();
    this.channel = pipeline.channel();
    if (channel.config() instanceof DuplexChannelConfig config) {
      // Netty would close when the peer has sent its end, over what waits to be written.
      config.setAllowHalfClosure(true);
    }
    pipeline.replace(VERTX_HANDLER, VERTX_HANDLER, new Handler());
    if (pipeline.get(VERTX_CHUNKED_WRITER) != null) {
      pipeline.remove(VERTX_CHUNKED_WRITER); // for files, where the transport cannot send them
    }
    this.writes = new ChannelWrites(channel, owner.options().pendingLimit());
  }

  @Override
  protected ContextInternal context() {
    return owner.context();
  }

  @Override
  protected ListenOptions options() {
    return owner.options();
  }

  @Override
  public PeerAddress remoteAddress() {
    return owner.unixAddress().orElseGet(() -> PeerAddress.of(channel.remoteAddress()));
  }

  @Override
  public PeerAddress localAddress() {
    return owner.unixAddress().orElseGet(() -> PeerAddress.of(channel.localAddress()));
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

  @Override
  public Connection enter() {
    writes.admitted();
    Duration period = options().keepalive().get();
    if (!period.isZero() && owner.unixAddress().isEmpty()) {
      Keepalive.set(channel, period);
    }
    return this;
  }

  @Override
  public void refuse(ByteBuf finalReply) {
    lingeringClose(finalReply);
  }

  // In

  private void endOfInput() {
    if (!isClosed() && listener() != null) {
      // io_uring tells of the end before that.
      listener().readComplete();
    }
    endInput();
  }

  @Override
  public void reading(boolean on) {
    if (reading != on) {
      reading = on;
      channel.config().setAutoRead(on);
    }
  }

  // Out

  @Override
  public void send(ByteBuf bytes) {
    if (!isSending()) {
      bytes.release();
      return;
    }
    writes.send(bytes);
    afterSend();
  }

  /** Tells the listener nothing: the caller may be in send(). */
  private void afterSend() {
    if (writes.failure() != null) {
      breakOff(writes.failure());
    } else if (!isWritable()) {
      full = true;
    } else if (full) {
      execute(this::tellWritable);
    }
    if (!writes.isEmpty()) {
      writes.whenWritten(() -> run(this::written));
    }
  }

  /** The peer has taken some of what waited. */
  private void written() {
    if (!isSending()) {
      return;
    }
    writes.goOn();
    afterSend();
    runIfWritten();
    tellWritable();
  }

  private void tellWritable() {
    if (full && isSending() && isWritable()) {
      full = false;
      listener().writable();
    }
  }

  @Override
  protected boolean isWritten() {
    return writes.isEmpty();
  }

  @Override
  public boolean isWritable() {
    return writes.isWritable();
  }

  @Override
  public long pendingBytes() {
    return writes.bytes();
  }

  @Override
  protected long takenLate() {
    // On Linux, ask the kernel: it tells Netty of room only when there is much.
    return TcpInfo.isKnownOf(channel) ? TcpInfo.bytesTaken(channel) : writes.takenBytes();
  }

  @Override
  protected void writeAgain() {
    if (isSending()) {
      writes.flush();
      written();
    }
  }

  // The end

  /** Fails a connection that was reset without a word of it from the transport. */
  void failIfDead() {
    if (TcpInfo.isKnownOf(channel) && TcpInfo.isDead(channel)) {
      run(() -> fail(new IOException("the peer has reset the connection")));
    }
  }

  @Override
  protected void shutOutput() {
    if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    }
  }

  @Override
  protected void closeSocket() {
    channel.close();
    writes.release();
  }

  @Override
  protected void left() {
    owner.closed(this);
  }

  @Override
  public String toString() {
    return "the connection of " + channel;
  }

  /** What Netty calls, on the event loop but outside of Vert.x's context. */
  private final class Handler extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (isClosed() || listener() == null) {
        ReferenceCountUtil.release(message);
      } else {
        tellRead((ByteBuf) message);
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      if (!isClosed() && listener() != null) {
        tellRead(null);
      }
    }

    /** What was read; null when all is read that had arrived. */
    private void tellRead(ByteBuf bytes) {
      ContextInternal previous = context().beginDispatch();
      try {
        if (bytes != null) {
          listener().received(bytes);
        } else {
          listener().readComplete();
          closeIfDone();
        }
      } catch (Throwable e) { // What a listener throws concerns this connection alone.
        fail(e);
      } finally {
        context().endDispatch(previous);
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof ChannelInputShutdownEvent) {
        run(NetServerConnection.this::endOfInput);
      } else {
        ReferenceCountUtil.release(event);
      }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      if (!writes.isBusy() && channel.isWritable()) {
        run(NetServerConnection.this::written);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      if (writes.isBusy()) {
        breakOff(cause);
      } else {
        run(() -> fail(cause));
      }
    }
  }
}
