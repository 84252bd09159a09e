package io.ostiary.gateway;

import io.ostiary.resp.ErrorReply;
import java.util.function.BooleanSupplier;

/**
 * Ends the waits of a client that has sent its end: the server behind is asked to ({@code CLIENT
 * UNBLOCK}), so that its reply still comes, also one that was under way already. On the client's
 * event loop.
 */
final class Unblocking {

  /** The command may not have reached the server yet, or another one waits behind it. */
  private static final long AGAIN_MILLIS = 50;

  private final GatewayLoop loop;
  private final ClientPin pin;
  private final BooleanSupplier isThere;
  private final Runnable whenRefused;

  /**
   * Asks nothing yet.
   *
   * @param isThere whether the client has not left
   * @param whenRefused runs when the server does not end a wait
   */
  Unblocking(GatewayLoop loop, ClientPin pin, BooleanSupplier isThere, Runnable whenRefused) {
    this.loop = loop;
    this.pin = pin;
    this.isThere = isThere;
    this.whenRefused = whenRefused;
  }

  /** Asks whenever the client waits, until it has left. */
  void begin() {
    if (!isThere.getAsBoolean()) {
      return;
    }
    if (pin.isBlocked() && pin.now().connection().link().isReady()) {
      ask(pin.now());
    } else {
      loop.after(AGAIN_MILLIS, this::begin);
    }
  }

  private void ask(Pin waiting) {
    Node server = waiting.connection().kind().node();
    UpstreamConnection connection = loop.shared(loop.ownKind().at(server), false, 0);
    if (pin.backendId() == 0 || connection.isDown()) {
      whenRefused.run();
      return;
    }
    waiting.state().spend();
    Captured captured = new Captured();
    String id = Long.toString(pin.backendId());
    connection.send(Wire.request("CLIENT", "UNBLOCK", id), captured, 0);
    captured
        .reply()
        .onComplete(
            reply -> {
              if (reply.failed() || reply.result() instanceof ErrorReply) {
                whenRefused.run();
              } else {
                loop.after(AGAIN_MILLIS, this::begin);
              }
            });
  }
}
