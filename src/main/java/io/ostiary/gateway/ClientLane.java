package io.ostiary.gateway;

/**
 * The shared connection that one client's commands take. They take effect in its order, so it turns
 * to another only when the one before owes it nothing. On its event loop.
 */
final class ClientLane {

  private final GatewayLoop loop;
  private final ClientKind kind;
  private final ClientReplies replies;
  private UpstreamConnection current; // null: none yet

  ClientLane(GatewayLoop loop, ClientKind kind, ClientReplies replies) {
    this.loop = loop;
    this.kind = kind;
    this.replies = replies;
  }

  /** Whether quick commands are not to wait behind one whose last argument is so long. */
  boolean isSlow(Treatment treatment, int bytes) {
    return treatment == Treatment.SLOW || bytes > ClientReplies.LARGE_BYTES || replies.areLarge();
  }

  /** The connection for the next command; null if that has to wait until nothing is due. */
  UpstreamConnection next(boolean slow) {
    if (replies.due() == 0) {
      current = loop.shared(kind, slow, current);
      return current;
    }
    // What is slow may not follow what is quick, which others would then wait for.
    boolean suits = current != null && (current.isSlow() || !slow) && kind.is(current.kind());
    return suits ? current : null;
  }

  /** The one that took the last command. */
  UpstreamConnection current() {
    return current;
  }

  /** The one for what the gateway asks for the client, behind what is due. */
  UpstreamConnection behindDue() {
    boolean follows = replies.due() > 0 && current != null && !current.kind().node().isReplica();
    return follows ? current : loop.shared(kind, false, current);
  }

  /** One at the node of the next command; nothing is due. */
  UpstreamConnection turn() {
    current = loop.shared(kind, false, null);
    return current;
  }
}
