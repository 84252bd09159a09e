package io.ostiary.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.ScheduledFuture;
import io.ostiary.net.PeerAddress;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * One connection, accepted or made, as bytes in and bytes out. Everything here is called on the
 * connection's event loop, except {@link #execute}.
 *
 * <p>When the peer has sent its end, the connection closes as soon as all that was sent to it is
 * written, or the peer has stalled; unless the listener has more for it ({@link
 * ConnectionListener#inputEnded}).
 */
public abstract class Connection extends ConnectionList.Member {

  /** For the transports. */
  protected Connection() {}

  /**
   * Tells this listener all that happens from now on; a second call replaces the first. Nothing is
   * read before there is one. If the connection is closed already, it is told that, later.
   */
  public abstract void serve(ConnectionListener newListener);

  /** The peer's end. */
  public abstract PeerAddress remoteAddress();

  /** Our end. */
  public abstract PeerAddress localAddress();

  /** The socket's file descriptor, -1 where the transport does not tell. */
  public abstract int descriptor();

  /** What was agreed with the peer by TLS; empty where it is not spoken. */
  public Optional<SSLSession> tlsSession() {
    return Optional.empty();
  }

  /** Where buffers for this connection come from. */
  public abstract ByteBufAllocator allocator();

  /** An empty buffer to write into and then to {@link #send}; the caller's until then. */
  public abstract ByteBuf output();

  /**
   * Writes and flushes; what the kernel does not take waits. A heap buffer is written in pieces and
   * waits as it is, without a copy, so it suits large values that others hold too.
   *
   * @param bytes given up by the caller
   */
  public abstract void send(ByteBuf bytes);

  /**
   * Writes and flushes a range of a buffer that stays the caller's, its indices too; what the
   * kernel does not take is copied. For bytes that are passed on as they were read.
   *
   * @param start the index of the first byte
   * @param end the index behind the last byte
   */
  public abstract void send(ByteBuf bytes, int start, int end);

  /** Whether the peer keeps up with what is sent to it. */
  public abstract boolean isWritable();

  /** Bytes that the peer has not taken yet. */
  public abstract long pendingBytes();

  /** Stops or resumes reading; what the kernel holds meanwhile slows the peer down. */
  public abstract void reading(boolean on);

  /**
   * Closes at once; what was not written is dropped. {@link ConnectionListener#closed} has been
   * called when this returns.
   */
  public abstract void close();

  /** Closes when everything sent so far has been written; nothing is sent after this. */
  public final void closeAfterWrites() {
    send(Unpooled.EMPTY_BUFFER, () -> execute(this::close));
  }

  /**
   * Closes so that a peer which is still sending can read a final reply ({@link LingeringClose}).
   * The listener is told nothing any more, not even that the connection is closed.
   *
   * @param finalReply given up by the caller; may be empty
   */
  public final void lingeringClose(ByteBuf finalReply) {
    LingeringClose.begin(this, finalReply);
  }

  /**
   * Runs a task on this connection's event loop, in its Vert.x context and always later than this
   * call, also when the connection is closed by then. What it throws is told to {@link
   * ConnectionListener#failed}. From any thread.
   */
  public abstract void execute(Runnable task);

  // For what closes connections

  /** What is true of all connections of the server. */
  protected abstract ListenOptions options();

  /**
   * Sends, then runs an action when everything is written or never will be, maybe before this
   * returns; not when the connection is closed first. Nothing is sent after it.
   */
  protected abstract void send(ByteBuf bytes, Runnable action);

  /** A number that changes when the peer takes some of what it did not take at once. */
  protected abstract long takenLate();

  /**
   * Writes what the kernel takes of what waits. It announces room only when there is much, which a
   * slow peer may not make for a while.
   */
  protected abstract void writeAgain();

  /** Tells the peer that nothing more comes, and goes on reading. */
  protected abstract void shutOutput();

  /** Runs an action as {@link #execute} does, when the delay is over. */
  protected abstract ScheduledFuture<?> after(Duration delay, Runnable action);
}
