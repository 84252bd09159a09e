package io.ostiary.listen;

import io.netty.buffer.ByteBuf;

/** Who is told what happens on a {@link Connection}; called on the wire's event loop only. */
public interface ConnectionListener {

  /** Bytes arrived; the callee releases them. */
  void received(ByteBuf bytes);

  /** All that had arrived has been handed over, and the loop turns to other connections. */
  void readComplete();

  /** The peer takes bytes again, or has stopped to; see {@link Connection#isWritable()}. */
  void writabilityChanged();

  /** Reading, writing or a callback of this listener failed. The wire is still open. */
  void failed(Throwable cause);

  /** The connection is gone. Called once, and nothing is called after it. */
  void closed();
}
