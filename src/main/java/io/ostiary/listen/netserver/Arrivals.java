package io.ostiary.listen.netserver;

import io.ostiary.listen.AcceptGate;
import io.ostiary.listen.Arriving;
import io.ostiary.listen.ProxyHeaders;
import io.ostiary.settings.ListenerProfile;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a listener's connections from the accept to the decision: a proxy tells first whom it
 * speaks for, and where there is no room they wait for it, unread. On the event loop only.
 */
final class Arrivals {

  private static final Logger log = LoggerFactory.getLogger(NetServerListener.class);

  private final ContextInternal context;
  private final ListenerProfile profile;
  private final AcceptGate gate;
  private final Consumer<Arriving> decision;
  private final Runnable goOn = this::goOn;
  private final Deque<NetServerConnection> waiting = new ArrayDeque<>();
  private boolean accepting;

  /**
   * Of a listener that does not accept yet: connections wait.
   *
   * @param decision what decides, in this context
   */
  Arrivals(
      ContextInternal context,
      ListenerProfile profile,
      AcceptGate gate,
      Consumer<Arriving> decision) {
    this.context = context;
    this.profile = profile;
    this.gate = gate;
    this.decision = decision;
  }

  /** A connection was accepted. */
  void arrived(NetServerConnection connection) {
    if (accepting && profile.proxyProtocol()) {
      readHeader(connection);
    } else {
      decideIfRoom(connection);
    }
  }

  /** Decides from now on, also about those who have come before. */
  void accept() {
    accepting = true;
    if (!profile.proxyProtocol()) {
      decideWaiting();
      return;
    }
    List<NetServerConnection> unread = List.copyOf(waiting);
    waiting.clear();
    for (NetServerConnection connection : unread) {
      connection.reading(true);
      readHeader(connection);
    }
  }

  /** Closes those who wait. */
  void close() {
    while (!waiting.isEmpty()) {
      waiting.remove().close();
    }
  }

  private void readHeader(NetServerConnection connection) {
    ProxyHeaders headers = connection.options().proxyHeaders();
    boolean believed = headers.believes(connection.remoteAddress());
    if (believed && headers.begins()) {
      new ProxyHeaderReader(connection, profile, headers, this::decideIfRoom).begin();
    } else {
      headers.refused(
          believed ? ProxyHeaders.Refusal.TOO_MANY : ProxyHeaders.Refusal.UNTRUSTED,
          connection.remoteAddress(),
          profile);
      connection.close();
    }
  }

  private void decideIfRoom(NetServerConnection connection) {
    if (accepting && waiting.isEmpty() && gate.enter(goOn)) {
      decide(connection);
    } else {
      connection.reading(false);
      waiting.add(connection);
      connection.acceptsMore(!accepting);
    }
  }

  /** There may be room again; from any thread. */
  private void goOn() {
    context.nettyEventLoop().execute(() -> context.dispatch(this::decideWaiting));
  }

  private void decideWaiting() {
    while (!waiting.isEmpty() && gate.enter(goOn)) {
      NetServerConnection connection = waiting.remove();
      connection.reading(true);
      if (waiting.isEmpty()) {
        connection.acceptsMore(true);
      }
      decide(connection);
    }
  }

  private void decide(NetServerConnection connection) {
    try {
      if (connection.isGone()) {
        connection.close(); // Nothing would be told of it any more.
      } else {
        decision.accept(connection);
      }
    } catch (Throwable e) { // Also an Error, such as no memory for a refusal.
      log.error("Admitting a connection failed; closing it", e);
      connection.close();
    } finally {
      gate.leave();
    }
  }
}
