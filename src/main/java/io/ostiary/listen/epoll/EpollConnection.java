package io.ostiary.listen.epoll;

import io.netty.buffer.ByteBuf;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.ostiary.listen.PendingLimitException;
import io.ostiary.net.PeerAddress;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;

/**
 * A connection as the kernel has it, without a channel, a pipeline or a future: the loop says that
 * there is something to read, one system call reads it, and one writes the replies. One turn reads
 * once, so that no peer keeps the loop to itself; if more is there, the loop says so again.
 */
final class EpollConnection extends EpollSocket {

  static final EpollIoOps NOTHING = EpollIoOps.valueOf(0);
  private static final EpollIoOps READ = EpollIoOps.EPOLLIN;
  private static final EpollIoOps WRITE = EpollIoOps.EPOLLOUT;
  private static final EpollIoOps READ_AND_WRITE = READ.with(WRITE);

  /**
   * Of large values, and of what has waited, to a peer that reads as fast as they are written:
   * others want their turn. Twice what a turn reads, so that what waits becomes less.
   */
  private static final int LARGE_BYTES_A_TURN = 2 * EpollLoop.BUFFER_BYTES;

  private IoRegistration registration;
  private EpollIoOps interest = NOTHING;
  private PendingWrites pending; // null: the kernel took all so far
  private int largeBytesLeft = LARGE_BYTES_A_TURN;
  private boolean reading = true;

  EpollConnection(
      EpollConnections owner,
      FileDescriptor socket,
      PeerAddress remoteAddress,
      PeerAddress localAddress) {
    super(owner, socket, remoteAddress, localAddress);
  }

  /**
   * Begins to wait for what the peer sends, once there is a listener.
   *
   * @throws IllegalStateException if the loop does not take it; it is closed then
   */
  void open() {
    try {
      owner().opened(this);
      registration = loop().register(this);
      awaitEvents();
    } catch (Throwable e) { // Also an Error: nothing else would close it.
      close();
      throw e;
    }
  }

  // In

  @Override
  public void handle(IoRegistration ignored, IoEvent event) {
    int ready = ((EpollIoEvent) event).ops().value();
    largeBytesLeft = LARGE_BYTES_A_TURN;
    ContextInternal previous = context().beginDispatch();
    try {
      if (pending != null && isSending() && (ready & WRITE.value()) != 0) {
        writePending();
      }
      if (!isClosed()) {
        readOrFail(ready & ~WRITE.value());
      }
      closeIfDone();
    } catch (Throwable e) { // What a listener throws concerns this connection alone.
      fail(e);
    } finally {
      context().endDispatch(previous);
    }
  }

  private void readOrFail(int ready) {
    if (ready != 0 && reads()) {
      // Also for an error, which is what reading then tells.
      read();
    } else if ((ready & ~READ.value()) != 0) {
      fail(new IOException("the peer has reset the connection"));
    }
  }

  private void read() {
    ByteBuf bytes = loop().input();
    int count;
    try {
      count = SocketCalls.read(fd(), bytes);
    } catch (IOException e) {
      bytes.release();
      fail(e);
      return;
    }
    if (count > 0) {
      listener().received(bytes);
      if (!isClosed()) {
        listener().readComplete();
      }
      return;
    }
    bytes.release();
    if (count < 0) {
      endInput();
      if (!isClosed() && !(closesWhenWritten() && isWritten())) {
        awaitEvents(); // Otherwise it closes at once, and a system call for that is wasted.
      }
    }
  }

  private boolean reads() {
    return reading && listener() != null && !isInputEnded();
  }

  @Override
  protected void served() {
    if (registration != null) {
      awaitEvents();
    }
  }

  @Override
  public void reading(boolean on) {
    if (reading != on) {
      reading = on;
      awaitEvents();
    }
  }

  private void awaitEvents() {
    EpollIoOps wanted;
    if (isWritten()) {
      wanted = reads() ? READ : NOTHING;
    } else {
      wanted = reads() ? READ_AND_WRITE : WRITE;
    }
    if (!isClosed() && !wanted.equals(interest)) {
      interest = wanted;
      registration.submit(wanted);
    }
  }

  // Out

  @Override
  public void send(ByteBuf bytes) {
    if (isWritten() && isSending() && (bytes.isDirect() || largeBytesLeft > 0)) {
      write(bytes);
    }
    if (isSending() && bytes.isReadable()) {
      awaitRoom(pending().add(bytes));
    } else {
      bytes.release();
    }
  }

  @Override
  public void send(ByteBuf bytes, int start, int end) {
    int from = isWritten() && isSending() ? write(bytes, start, end) : start;
    if (isSending() && from < end) {
      awaitRoom(pending().addCopy(bytes, from, end));
    }
  }

  private void awaitRoom(boolean waits) {
    if (waits) {
      awaitEvents();
    } else {
      breakOff(new PendingLimitException());
    }
  }

  /** Where what the kernel did not take begins. */
  private int write(ByteBuf bytes, int start, int end) {
    try {
      return SocketCalls.write(fd(), bytes, start, end, loop().pieces());
    } catch (IOException e) {
      breakOff(e);
      return start;
    }
  }

  private PendingWrites pending() {
    if (pending == null) {
      pending = new PendingWrites(loop().allocator(), loop().pieces(), options().pendingLimit());
    }
    return pending;
  }

  private void write(ByteBuf bytes) {
    try {
      int most = bytes.isDirect() ? bytes.readableBytes() : largeBytesLeft;
      largeBytesLeft -= SocketCalls.write(fd(), bytes, loop().pieces(), most);
    } catch (IOException e) {
      breakOff(e);
    }
  }

  private void writePending() {
    boolean wasWritable = isWritable();
    try {
      pending.writeTo(fd(), LARGE_BYTES_A_TURN);
    } catch (IOException e) {
      breakOff(e);
      return;
    }
    awaitEvents();
    runIfWritten();
    if (!wasWritable && isWritable() && !isClosed()) {
      listener().writable();
    }
  }

  @Override
  protected boolean isWritten() {
    return pending == null || pending.isEmpty();
  }

  @Override
  public boolean isWritable() {
    return pending == null || !pending.isHigh();
  }

  @Override
  public long pendingBytes() {
    return pending == null ? 0 : pending.bytes();
  }

  @Override
  protected long takenLate() {
    return pending == null ? 0 : pending.writtenBytes();
  }

  @Override
  protected void writeAgain() {
    if (!isWritten() && isSending()) {
      writePending();
    }
  }

  @Override
  protected void closeSocket() {
    if (pending != null) {
      pending.release();
    }
    // First the socket: closing it takes it out of epoll, too.
    SocketCalls.close(fd());
    if (registration != null) {
      registration.cancel();
    }
  }
}
