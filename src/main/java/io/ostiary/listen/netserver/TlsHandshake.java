package io.ostiary.listen.netserver;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.ScheduledFuture;
import io.ostiary.listen.ConnectionListener;
import io.ostiary.listen.Entrance;
import io.ostiary.tls.HandshakeLimit;
import io.ostiary.tls.Handshakes;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS handshake of a connection that was accepted, from its decision to its first plain byte,
 * within a time. On the connection's event loop only.
 */
final class TlsHandshake implements ConnectionListener {

  private static final Logger log = LoggerFactory.getLogger(TlsHandshake.class);

  /** Who takes longer waits for its peer more than it works, and lets others begin. */
  private static final Duration LONGEST_TURN = Duration.ofSeconds(1);

  private final NetServerConnection connection;
  private final Handshakes shared;
  private final HandshakePace pace;
  private final Optional<HandshakeLimit> limit;
  private final Entrance entrance;
  private RecordGate gate; // null: not begun
  private HandshakeLimit.Turn turn; // null: not asked for
  private Promise<SslHandler> asked; // null: the peer has sent nothing yet
  private ScheduledFuture<?> deadline;
  private ScheduledFuture<?> turnEnd; // null: not begun
  private long beganMillis;
  private Throwable failure; // null: none, or none known
  private boolean timedOut;
  private boolean over;

  /**
   * Not begun.
   *
   * @param limit where it takes its turn; empty for one that is counted elsewhere
   */
  TlsHandshake(
      NetServerConnection connection,
      Handshakes shared,
      HandshakePace pace,
      Optional<HandshakeLimit> limit,
      Entrance entrance) {
    this.connection = connection;
    this.shared = shared;
    this.pace = pace;
    this.limit = limit;
    this.entrance = entrance;
  }

  void begin(Duration timeout) {
    deadline = connection.later(timeout, this::giveUp);
    gate = new RecordGate(connection, connection.pendingLimit());
    connection.gate(gate);
    connection.channel().pipeline().addFirst(gate, new ClientHello(this::greeted));
    connection.readAgain(); // What has come while it waited for a place.
    connection.serve(this);
  }

  /** The peer has sent its first message. */
  private void greeted(String host, Promise<SslHandler> handler) {
    if (over) {
      handler.cancel(false);
      return;
    }
    asked = handler;
    Runnable next = () -> pace.begin(() -> connection.inContext(() -> answer(host, handler)));
    if (limit.isPresent()) {
      turn = limit.get().ask(() -> connection.execute(next));
    } else {
      next.run();
    }
  }

  private void answer(String host, Promise<SslHandler> answered) {
    if (over) {
      return;
    }
    beganMillis = System.currentTimeMillis();
    turnEnd = connection.later(LONGEST_TURN, this::endTurn);
    try {
      SslHandler handler = shared.tls().now().newHandler(connection.allocator(), host);
      handler.setHandshakeTimeoutMillis(0); // There is another timer.
      Future<Channel> handshake = handler.handshakeFuture();
      handshake.addListener(done -> connection.inContext(() -> ended(handshake, handler)));
      answered.setSuccess(handler);
    } catch (RuntimeException | Error e) { // Also no memory: it concerns this peer alone.
      answered.tryFailure(e);
    }
  }

  private void ended(Future<Channel> handshake, SslHandler handler) {
    if (over) {
      return;
    }
    if (!handshake.isSuccess()) {
      // What is wrong is still to be written to the peer; then the channel closes.
      failure = handshake.cause();
      return;
    }
    end();
    gate.secured(handler.engine());
    connection.unserve();
    shared.done(handler.engine(), beganMillis);
    entrance.entered(connection);
  }

  private void giveUp() {
    timedOut = true;
    connection.close();
  }

  private void end() {
    over = true;
    deadline.cancel(false);
    if (asked != null) {
      asked.cancel(false); // Gives back the first message of a peer that was not answered.
    }
    if (turnEnd != null) {
      turnEnd.cancel(false);
    }
    endTurn();
  }

  private void endTurn() {
    if (turn != null) {
      turn.end();
    }
  }

  // What the connection tells until then

  @Override
  public void received(ByteBuf bytes) {
    bytes.release();
    connection.close(); // A handshake that is not done has no plain bytes.
  }

  @Override
  public void readComplete() {}

  @Override
  public void writable() {}

  @Override
  public void failed(Throwable cause) {
    failure = cause;
    connection.close();
  }

  @Override
  public void closed() {
    if (over) {
      return;
    }
    end();
    if (timedOut) {
      shared.timedOut();
    } else {
      shared.failed();
    }
    log.debug(
        "No TLS handshake with {}: {}",
        connection.remoteAddress(),
        timedOut ? "it took too long" : failure == null ? "it has left" : failure.getMessage());
    entrance.failed();
  }
}
