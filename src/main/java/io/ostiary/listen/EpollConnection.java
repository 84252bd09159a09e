package io.ostiary.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.ScheduledFuture;
import io.ostiary.net.PeerAddress;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection as the kernel has it, without a channel, a pipeline or a future: the loop says that
 * there is something to read, one system call reads it, and one writes the replies. One turn reads
 * once, so that nobody keeps the loop to himself; if more is there, the loop says so again.
 */
final class EpollConnection extends Connection implements EpollIoHandle {

  private static final Logger log = LoggerFactory.getLogger(EpollConnection.class);

  static final EpollIoOps NOTHING = EpollIoOps.valueOf(0);
  private static final EpollIoOps READ = EpollIoOps.EPOLLIN;
  private static final EpollIoOps WRITE = EpollIoOps.EPOLLOUT;
  private static final EpollIoOps READ_AND_WRITE = READ.with(WRITE);

  private final EpollLoop loop;
  private final FileDescriptor socket;
  private final PeerAddress remoteAddress;
  private final PeerAddress localAddress;
  private IoRegistration registration;
  private EpollIoOps interest = NOTHING;
  private ConnectionListener listener;
  private PendingWrites pending; // null: the kernel took all so far
  private Runnable afterWrites; // null: nothing is to be done when all is written
  private boolean reading = true;
  private boolean broken;
  private boolean closed;

  EpollConnection(
      EpollLoop loop, FileDescriptor socket, PeerAddress remoteAddress, PeerAddress localAddress) {
    this.loop = loop;
    this.socket = socket;
    this.remoteAddress = remoteAddress;
    this.localAddress = localAddress;
  }

  /**
   * Begins to wait for what the peer sends.
   *
   * @throws IllegalStateException if the loop does not take it; it is closed then
   */
  void open() {
    try {
      loop.opened(this);
      registration = loop.register(this);
      awaitEvents();
    } catch (Throwable e) { // Also an Error: nobody else would close it.
      close();
      throw e;
    }
  }

  @Override
  public void serve(ConnectionListener newListener) {
    listener = newListener;
  }

  @Override
  public PeerAddress remoteAddress() {
    return remoteAddress;
  }

  @Override
  public PeerAddress localAddress() {
    return localAddress;
  }

  @Override
  public int descriptor() {
    return socket.intValue();
  }

  @Override
  public ByteBufAllocator allocator() {
    return loop.allocator();
  }

  @Override
  public ByteBuf output() {
    return loop.output();
  }

  // In

  @Override
  public void handle(IoRegistration ignored, IoEvent event) {
    EpollIoOps ready = ((EpollIoEvent) event).ops();
    ContextInternal previous = loop.context().beginDispatch();
    try {
      if (pending != null && ready.contains(WRITE)) {
        writePending();
      }
      if (!closed) {
        beside(ready.value() & ~WRITE.value());
      }
    } catch (Throwable e) { // Whatever a listener throws concerns this connection alone.
      fail(e);
    } finally {
      loop.context().endDispatch(previous);
    }
  }

  /** What there is beside room to write. */
  private void beside(int ready) {
    if (ready != 0 && reading) {
      // Also for an error, which is what reading then tells.
      read();
    } else if ((ready & ~READ.value()) != 0) {
      fail(new IOException("the peer has reset the connection"));
    }
  }

  private void read() {
    ByteBuf bytes = loop.input();
    int count;
    try {
      count = SocketCalls.read(socket, bytes);
    } catch (IOException e) {
      bytes.release();
      fail(e);
      return;
    }
    if (count > 0) {
      listener.received(bytes);
      if (!closed) {
        listener.readComplete();
      }
    } else {
      bytes.release();
      if (count < 0) {
        close();
      }
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
      wanted = reading ? READ : NOTHING;
    } else {
      wanted = reading ? READ_AND_WRITE : WRITE;
    }
    if (!closed && !wanted.equals(interest)) {
      interest = wanted;
      registration.submit(wanted);
    }
  }

  // Out

  @Override
  public void send(ByteBuf bytes) {
    if (isWritten() && !closed && !broken) {
      write(bytes);
    }
    if (closed || broken || !bytes.isReadable()) {
      bytes.release();
      return;
    }
    if (pending == null) {
      pending = new PendingWrites(loop.allocator());
    }
    pending.add(bytes);
    awaitEvents();
  }

  private void write(ByteBuf bytes) {
    try {
      SocketCalls.write(socket, bytes);
    } catch (IOException e) {
      writeFailed(e);
    }
  }

  private void writePending() {
    boolean wasWritable = isWritable();
    try {
      pending.writeTo(socket);
    } catch (IOException e) {
      writeFailed(e);
      return;
    }
    awaitEvents();
    runIfWritten();
    if (isWritable() != wasWritable && !closed) {
      listener.writabilityChanged();
    }
  }

  private void writeFailed(IOException cause) {
    broken = true;
    // Not from within: who sends is not ready to be told.
    loop.later(
        () -> {
          runIfWritten();
          fail(cause);
        });
  }

  @Override
  void send(ByteBuf bytes, Runnable action) {
    send(bytes);
    afterWrites = action;
    runIfWritten();
  }

  private void runIfWritten() {
    if (afterWrites != null && (broken || isWritten())) {
      Runnable action = afterWrites;
      afterWrites = null;
      action.run();
    }
  }

  private boolean isWritten() {
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
  long takenLate() {
    return pending == null ? 0 : pending.writtenBytes();
  }

  @Override
  void writeAgain() {
    if (isWritten() || closed || broken) {
      return;
    }
    try {
      writePending();
    } catch (Throwable e) { // As when the kernel announces room.
      fail(e);
    }
  }

  // The end

  @Override
  public void closeAfterWrites() {
    send(Unpooled.EMPTY_BUFFER, this::close);
  }

  @Override
  void shutOutput() {
    if (!closed) {
      SocketCalls.shutOutput(socket);
    }
  }

  private void fail(Throwable cause) {
    if (closed) {
      return;
    }
    try {
      listener.failed(cause);
    } catch (Throwable e) { // Into the loop, it would stop everybody's connections for a second.
      log.error("Failed to end {}, which failed itself: {}", this, cause, e);
      close();
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (pending != null) {
      pending.release();
    }
    // First the socket: closing it takes it out of epoll, too.
    SocketCalls.close(socket);
    if (registration != null) {
      registration.cancel();
    }
    try {
      if (listener != null) {
        listener.closed();
      }
    } catch (Throwable e) { // Whoever closes all of them goes on with the others.
      log.error("Failed to leave {}, which is closed", this, e);
    }
    loop.closed(this);
  }

  // About the loop

  @Override
  ScheduledFuture<?> after(Duration delay, Runnable action) {
    return loop.after(delay, action);
  }

  @Override
  public void execute(Runnable task) {
    loop.execute(task);
  }

  @Override
  public FileDescriptor fd() {
    return socket;
  }

  @Override
  public String toString() {
    return "the connection at descriptor " + descriptor();
  }
}
