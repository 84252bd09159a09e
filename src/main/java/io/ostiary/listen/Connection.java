package io.ostiary.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.ScheduledFuture;
import io.ostiary.net.PeerAddress;
import java.time.Duration;

/**
 * One accepted connection as bytes in and bytes out. Everything here is called on the connection's
 * event loop, except {@link #execute}.
 */
public abstract class Connection extends ConnectionList.Member {

  Connection() {}

  /** Hands all that happens from now on to this listener; a second call replaces the first. */
  public abstract void serve(ConnectionListener newListener);

  /** The peer's end. */
  public abstract PeerAddress remoteAddress();

  /** The end that the peer connected to. */
  public abstract PeerAddress localAddress();

  /** The socket's file descriptor, -1 where the transport does not tell. */
  public abstract int descriptor();

  /** Where buffers for this connection come from. */
  public abstract ByteBufAllocator allocator();

  /** An empty buffer to write into and then to {@link #send}; the caller's until then. */
  public abstract ByteBuf output();

  /** Writes and flushes; the buffer is given up. */
  public abstract void send(ByteBuf bytes);

  /**
   * Writes and flushes, then runs an action, also when writing failed; the buffer is given up, and
   * nothing is sent after it.
   */
  abstract void send(ByteBuf bytes, Runnable action);

  /** Whether the peer keeps up with what is sent to it. */
  public abstract boolean isWritable();

  /** Bytes that the peer has not taken yet. */
  public abstract long pendingBytes();

  /** A number that changes when the peer takes some of what it did not take at once. */
  abstract long takenLate();

  /**
   * Writes what the kernel takes of what waits. It announces room only when there is much, which a
   * slow peer may not make for a while.
   */
  abstract void writeAgain();

  /** Stops or resumes reading; what the kernel holds meanwhile slows the peer down. */
  public abstract void reading(boolean on);

  /** Closes at once; what was not written is dropped. */
  public abstract void close();

  /** Closes when everything sent so far has been written; nothing is sent after this. */
  public abstract void closeAfterWrites();

  /** Tells the peer that nothing more comes, and goes on reading. */
  abstract void shutOutput();

  /** Runs an action on this connection's event loop when the delay is over. */
  abstract ScheduledFuture<?> after(Duration delay, Runnable action);

  /** Runs a task on this connection's event loop, later: never within the caller's own call. */
  public abstract void execute(Runnable task);
}
