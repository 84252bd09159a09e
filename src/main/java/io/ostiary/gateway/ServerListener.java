package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;
import io.ostiary.listen.ConnectionListener;
import io.ostiary.resp.ProtocolException;

/**
 * What is told of a connection to a server: what it sends is read, and everything else is the
 * connection's end. On one event loop.
 */
abstract class ServerListener implements ConnectionListener {

  /** Reads what has come; the bytes stay the caller's. */
  abstract void read(ByteBuf bytes) throws ProtocolException;

  /** The connection is no use any more, or closed already; maybe told more than once. */
  abstract void end(String why);

  @Override
  public final void received(ByteBuf bytes) {
    try {
      read(bytes);
    } catch (ProtocolException e) {
      end("it broke the protocol: " + e.getMessage());
    } finally {
      bytes.release();
    }
  }

  @Override
  public void readComplete() {}

  @Override
  public void writable() {}

  @Override
  public void failed(Throwable cause) {
    end(cause.getMessage());
  }

  @Override
  public final void closed() {
    end("it closed the connection");
  }
}
