package io.ostiary.listen.netserver;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.ostiary.listen.Connection;
import io.ostiary.listen.Entrance;
import io.ostiary.tls.Handshakes;
import io.ostiary.tls.RefusalLimit;
import java.time.Duration;
import java.util.Optional;

/**
 * How connections of one listener begin with TLS when they were decided about: those that were
 * admitted, and some of those that were refused, so that they can read why. On its event loop only.
 */
final class TlsEntry {

  /** A refused peer has no place, and gets less time than others. */
  private static final Duration REFUSAL_TIMEOUT = Duration.ofSeconds(2);

  private final Handshakes shared;
  private final HandshakePace pace;

  TlsEntry(EventLoop loop, Handshakes shared) {
    this.shared = shared;
    this.pace = new HandshakePace(loop, shared.perTurn());
  }

  /** Shakes hands, in its turn. */
  void admit(NetServerConnection connection, Entrance entrance) {
    new TlsHandshake(connection, shared, pace, Optional.of(shared.limit()), entrance)
        .begin(shared.timeout().get());
  }

  /**
   * Shakes hands to say why, where few others do; closes the connection otherwise.
   *
   * @param finalReply given up by the caller
   */
  void refuse(NetServerConnection connection, ByteBuf finalReply) {
    RefusalLimit refusals = shared.refusals();
    if (!refusals.take()) {
      finalReply.release();
      connection.close();
      return;
    }
    Entrance exit =
        new Entrance() {
          @Override
          public void entered(Connection secured) {
            refusals.giveBack();
            secured.lingeringClose(finalReply);
          }

          @Override
          public void failed() {
            refusals.giveBack();
            finalReply.release();
          }
        };
    Duration timeout = shared.timeout().get();
    new TlsHandshake(connection, shared, pace, Optional.empty(), exit)
        .begin(timeout.compareTo(REFUSAL_TIMEOUT) < 0 ? timeout : REFUSAL_TIMEOUT);
  }
}
