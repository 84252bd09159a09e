package io.ostiary.listen.netserver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.unix.UnixChannel;
import io.netty.handler.ssl.SslHandler;
import io.ostiary.listen.Keepalive;
import io.ostiary.listen.ListenOptions;
import io.ostiary.listen.LoopConnection;
import io.ostiary.listen.PendingLimitException;
import io.ostiary.listen.StallTimer;
import io.ostiary.net.PeerAddress;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * A connection that is a channel of Netty's. Its handler is the last in the channel's pipeline, so
 * that a read reaches its listener without a copy, a lock or a task.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What fails reaches the handler.
class ChannelConnection extends LoopConnection {

  private static final int FIRST_OUTPUT_BYTES = 256;

  private final ChannelConnections owner;
  private final Channel channel;
  private final Optional<PeerAddress> unixAddress;
  private final ChannelWrites writes;
  private final HeldInput held;
  private RecordGate gate; // null: no TLS that we have to answer
  private boolean reading = true;
  private boolean unfinishedTurn; // something was read since the listener was told of a turn's end
  private boolean inputShut; // whether that was told, or is held
  private boolean full; // was not writable, and the listener was not told since

  /**
   * Its handler is not in the pipeline yet.
   *
   * @param unixAddress both ends of a unix socket
   */
  ChannelConnection(ChannelConnections owner, Channel channel, Optional<PeerAddress> unixAddress) {
    this.owner = owner;
    this.channel = channel;
    this.unixAddress = unixAddress;
    this.writes = new ChannelWrites(channel, owner.options().pendingLimit());
    this.held = new HeldInput(owner.options().pendingLimit());
  }

  final Channel channel() {
    return channel;
  }

  /** It stays: from now on, failed writes are told to its handler. */
  final void admitted() {
    writes.admitted();
    Duration period = options().keepalive().get();
    if (!period.isZero() && unixAddress.isEmpty()) {
      Keepalive.set(channel, period);
    }
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
    return unixAddress.orElseGet(() -> PeerAddress.of(channel.remoteAddress()));
  }

  @Override
  public PeerAddress localAddress() {
    return unixAddress.orElseGet(() -> PeerAddress.of(channel.localAddress()));
  }

  @Override
  public int descriptor() {
    return channel instanceof UnixChannel unix ? unix.fd().intValue() : -1;
  }

  @Override
  public Optional<SSLSession> tlsSession() {
    return Optional.ofNullable(channel.pipeline().get(SslHandler.class))
        .map(tls -> tls.engine().getSession());
  }

  @Override
  public ByteBufAllocator allocator() {
    return channel.alloc();
  }

  @Override
  public ByteBuf output() {
    return channel.alloc().directBuffer(FIRST_OUTPUT_BYTES);
  }

  // In

  final void read(ByteBuf bytes) {
    unfinishedTurn = true;
    if (isClosed()) {
      bytes.release();
    } else if (!holds()) {
      tellRead(bytes);
    } else if (!held.add(bytes)) {
      run(() -> fail(new PendingLimitException()));
    }
  }

  /** Hands what is held to what stands first in the pipeline by now; before it is served. */
  final void readAgain() {
    if (held.hasBytes()) {
      while (held.hasBytes()) {
        channel.pipeline().fireChannelRead(held.remove());
      }
      channel.pipeline().fireChannelReadComplete();
    }
  }

  /** What is read now comes behind what is held. */
  private boolean holds() {
    return !reading || listener() == null || !held.isEmpty();
  }

  final void turnIsRead() {
    writes.newTurn();
    // What TLS reads may be no text at all.
    if (unfinishedTurn && !isClosed() && listener() != null) {
      unfinishedTurn = false;
      tellRead(null);
    }
  }

  /** The peer has sent its end: of its text, of its bytes, or first the one and then the other. */
  final void inputShut() {
    if (inputShut) {
      return;
    }
    inputShut = true;
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
      readOn();
    }
  }

  @Override
  protected void served() {
    readOn();
  }

  private void readOn() {
    boolean gateIsShut = gate != null && gate.isShut();
    channel.config().setAutoRead(reading && listener() != null && !gateIsShut);
    if (reading && listener() != null && (gateIsShut || !held.isEmpty())) {
      execute(this::handOverHeld);
    }
  }

  private void handOverHeld() {
    if (!held.isEmpty()) { // not handed over since this was asked for
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
    openGate();
  }

  // Out

  @Override
  public void send(ByteBuf bytes, int start, int end) {
    if (isSending()) {
      writes.sendCopy(bytes, start, end);
      afterSend();
    }
  }

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
    openGate();
    afterSend();
    runIfWritten();
    tellWritable();
  }

  final void writabilityChanged() {
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

  // What TLS asks

  @Override
  protected final boolean maySendMore() {
    return gate == null || gate.encryptsAfterEnd();
  }

  /** This stands between the peer and TLS. */
  final void gate(RecordGate records) {
    gate = records;
  }

  /** Whether nothing waits for the peer that TLS has not got yet, nor may come of what is read. */
  final boolean mayHearEnd() {
    return !writes.isGathered() && reading && held.isEmpty();
  }

  private void openGate() {
    if (gate != null && gate.isShut() && mayHearEnd()) {
      gate.open();
    }
  }

  /** The gate was shut or opened. */
  final void gateChanged() {
    readOn();
  }

  /** The peer has sent its end, and something waits at the gate until the peer takes some more. */
  final void awaitTaken() {
    new StallTimer(this, () -> !isClosed() && !isWritten()).begin();
  }

  // The end

  final void caught(Throwable cause) {
    if (writes.isBusy()) {
      breakOff(cause);
    } else {
      run(() -> fail(cause));
    }
  }

  /** Fails a connection that was reset without a word of it from the transport. */
  final void failIfDead() {
    if (TcpInfo.isKnownOf(channel) && owner.tcpInfo().isDead(channel)) {
      run(() -> fail(new IOException("the peer has reset the connection")));
    }
  }

  @Override
  protected void shutOutput() {
    TlsClose.shutOutput(channel);
  }

  @Override
  protected void closeSocket() {
    TlsClose.close(channel, writes.isEmpty());
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
