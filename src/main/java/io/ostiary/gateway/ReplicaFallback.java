package io.ostiary.gateway;

import io.netty.buffer.ByteBuf;

/**
 * Has the primary answer what was asked over a replica's connection and is not answered there: it
 * only reads. On the event loop of the connection.
 */
final class ReplicaFallback implements ErrorWatch {

  private final UpstreamConnection connection;
  private final ErrorWatch others;

  /**
   * Of this connection.
   *
   * @param others looks at errors that do not tell that the replica cannot answer; null for nothing
   */
  ReplicaFallback(UpstreamConnection connection, ErrorWatch others) {
    this.connection = connection;
    this.others = others;
  }

  @Override
  public boolean takes(String error, ByteBuf request, ReplyTarget target, int flags) {
    if (error.startsWith("LOADING ") || error.startsWith("MASTERDOWN ")) {
      avoid();
      primary().send(Wire.copy(request), Redirected.again(target), flags);
      return true;
    }
    return others != null && others.takes(error, request, target, flags);
  }

  /** Whether the replica may not be read from any more. */
  boolean isDue() {
    GatewayLoop loop = connection.loop();
    return !loop.gateway().replicas().mayBeRead(connection.kind().node(), loop);
  }

  /**
   * The connection is closed.
   *
   * @param unsent how many of the last bytes were never sent
   * @param wasLost whether it was lost, or could not be made
   */
  void closed(Exchange exchange, long unsent, boolean wasLost) {
    if (wasLost) {
      avoid();
    }
    exchange.lost(unsent, true, connection.server()::error);
    if (!exchange.isEmpty()) {
      exchange.moveTo(primary());
    }
  }

  private void avoid() {
    GatewayLoop loop = connection.loop();
    loop.gateway().replicas().avoid(connection.kind().node(), loop.nowMillis());
  }

  private UpstreamConnection primary() {
    UpstreamKind kind = connection.kind();
    return connection.loop().shared(kind.at(kind.node().primary()), connection.isSlow(), 0);
  }
}
