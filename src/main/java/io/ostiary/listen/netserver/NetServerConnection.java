package io.ostiary.listen.netserver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.UnixChannel;
import io.ostiary.listen.Arriving;
import io.ostiary.listen.Connection;
import io.ostiary.listen.Keepalive;
import io.ostiary.listen.ListenOptions;
import io.ostiary.listen.LoopConnection;
import io.ostiary.listen.PendingLimitException;
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

  private static final int FIRST_OUTPUT_BYTES = 256;

  private final NetServerListener owner;
  private final Channel channel;
  private final ChannelWrites writes;
  private final HeldInput held;
  private boolean reading = true;
  private boolean full; // was not writable, and the listener was not told since

  NetServerConnection(NetServerListener owner, NetSocket socket) {
    this.owner = owner;
    this.channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
    this.writes = new ChannelWrites(channel, owner.options().pendingLimit());
    this.held = new HeldInput(owner.options().pendingLimit());
    new ChannelEvents(this).takeOver(channel);
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

  /** Whether it is closed, though its listener may not have been told yet. */
  boolean isGone() {
    return isClosed() || !channel.isOpen();
  }

  @Override
  public Connection enter() {
    if (isGone()) {
      throw new IllegalStateException("this connection is closed already");
    }
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

  void read(ByteBuf bytes) {
    if (isClosed() || (listener() == null && !holds())) {
      bytes.release();
    } else if (!holds()) {
      tellRead(bytes);
    } else if (!held.add(bytes)) {
      run(() -> fail(new PendingLimitException()));
    }
  }

  /** What is read now comes behind what is held. */
  private boolean holds() {
    return !reading || !held.isEmpty();
  }

  void turnIsRead() {
    writes.newTurn();
    if (!isClosed() && listener() != null) {
      tellRead(null);
    }
  }

  void inputShut() {
    if (holds()) {
      held.addEnd();
    } else {
      run(this::endOfInput);
    }
  }

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
      if (on && !held.isEmpty()) {
        execute(this::handOverHeld);
      }
    }
  }

  private void handOverHeld() {
    while (reading && !isClosed() && held.hasBytes()) {
      listener().received(held.remove());
    }
    if (reading && !isClosed()) {
      if (held.removeEnd()) {
        endOfInput();
      } else {
        listener().readComplete();
      }
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
    writes.writeMore();
    afterSend();
    runIfWritten();
    tellWritable();
  }

  void writabilityChanged() {
    if (!writes.isBusy() && channel.isWritable()) {
      run(this::written);
    }
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
    return TcpInfo.isKnownOf(channel) ? owner.tcpInfo().bytesTaken(channel) : writes.takenBytes();
  }

  @Override
  protected void writeAgain() {
    if (isSending()) {
      writes.flush();
      written();
    }
  }

  // The end

  void caught(Throwable cause) {
    if (writes.isBusy()) {
      breakOff(cause);
    } else {
      run(() -> fail(cause));
    }
  }

  /** Fails a connection that was reset without a word of it from the transport. */
  void failIfDead() {
    if (TcpInfo.isKnownOf(channel) && owner.tcpInfo().isDead(channel)) {
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
    held.release();
  }

  @Override
  protected void left() {
    owner.closed(this);
  }

  @Override
  public String toString() {
    return "the connection of " + channel;
  }
}
