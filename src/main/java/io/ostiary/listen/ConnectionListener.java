package io.ostiary.listen;

import io.netty.buffer.ByteBuf;

/**
 * What is told of a {@link Connection}: on its event loop and in its Vert.x context, never from
 * within {@link Connection#send}, {@link Connection#reading}, {@link Connection#serve} or {@link
 * Connection#execute}. Only {@link Connection#close} calls {@link #closed} before it returns.
 */
public interface ConnectionListener {

  /** Bytes arrived; the callee releases them. */
  void received(ByteBuf bytes);

  /**
   * What one turn reads has been handed over, at most 64 kB on the fast path, and the loop turns to
   * other connections; more may have arrived.
   */
  void readComplete();

  /** The peer takes bytes again, after {@link Connection#isWritable} was false. */
  void writable();

  /** Reading, writing, a task or a callback of this listener failed; the connection is open. */
  void failed(Throwable cause);

  /**
   * The peer has sent its end, and all that it sent before was handed over.
   *
   * @return whether this listener closes the connection itself, when what is due to the peer has
   *     come; otherwise it closes as soon as what was sent is written, as it always does where TLS
   *     encrypts nothing after the peer's end (TLS 1.2, and BoringSSL)
   */
  default boolean inputEnded() {
    return false;
  }

  /** The connection is closed. Called once, and nothing is called after it. */
  void closed();
}
