package io.ostiary.gateway;

import io.ostiary.listen.Destination;
import io.ostiary.resp.ErrorReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a server behind can be reached, and what its clients read if it cannot. Begins, and ends,
 * of a long outage are logged. On one event loop.
 */
final class Reachability {

  private static final Logger log = LoggerFactory.getLogger(Reachability.class);

  private final GatewayLoop loop;
  private long downMillis; // since when there is no connection; 0: there is one
  private boolean down; // for so long that requests do not wait
  private String reason = "not connected yet";
  private Destination destination; // where the last attempt led; null: nowhere

  /** There is no connection yet. */
  Reachability(GatewayLoop loop) {
    this.loop = loop;
    this.downMillis = loop.nowMillis();
  }

  /** An attempt to connect leads there; null for nowhere. */
  void leadsTo(Destination found) {
    destination = found;
  }

  /** Where the last attempt led; null for nowhere. */
  Destination destination() {
    return destination;
  }

  /** Its host; empty for a unix socket. */
  String host() {
    return destination instanceof Destination.Tcp tcp ? tcp.host() : "";
  }

  /** There is a connection that can be used. */
  void reached() {
    if (down) {
      log.info("Upstream {} is there again", destination);
    }
    downMillis = 0;
    down = false;
  }

  /** That connection is lost. */
  void lost() {
    downMillis = loop.nowMillis();
  }

  /** There is no connection now. */
  void missing(String why) {
    reason = why;
  }

  /** Whether there has been none for so long that nothing is to wait for one. */
  boolean isLongMissing() {
    boolean isLong = loop.nowMillis() - downMillis >= loop.connectTimeout().toMillis();
    if (isLong && !down) {
      log.warn("Upstream is unreachable: {}", UpstreamErrors.told(destination, reason));
      down = true;
    }
    return isLong;
  }

  /** Whether an attempt has failed since then; {@link #unreachable} says why. */
  boolean isDown() {
    return down;
  }

  /** What one reads whose request was not sent. */
  ErrorReply unreachable() {
    return UpstreamErrors.unreachable(destination, reason);
  }

  /** What one reads whose reply does not come; see {@link Losses#error}. */
  ErrorReply error(boolean sent, boolean mayHaveRun) {
    return UpstreamErrors.lost(destination, reason, sent, mayHaveRun);
  }
}
