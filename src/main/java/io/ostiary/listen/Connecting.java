package io.ostiary.listen;

import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One connect: resolves the destination's host, and tries its addresses in order until one answers
 * or the time is over. On the event loop only.
 */
final class Connecting {

  private final ContextInternal context;
  private final Dialer dialer;
  private final Destination destination;
  private final Duration timeout;
  private final Promise<Connection> told;
  private final long deadline;
  private final Deque<Optional<InetAddress>> left = new ArrayDeque<>();
  private Dialer.Attempt attempt; // null: none is under way
  private ScheduledFuture<?> timer; // null: not begun
  private ConnectFailedException firstFailure; // null: none yet
  private boolean ended;

  Connecting(
      ContextInternal context,
      Dialer dialer,
      Destination destination,
      Duration timeout,
      Promise<Connection> told) {
    this.context = context;
    this.dialer = dialer;
    this.destination = destination;
    this.timeout = timeout;
    this.told = told;
    this.deadline = System.nanoTime() + timeout.toNanos();
  }

  void begin() {
    if (destination instanceof Destination.Tcp tcp) {
      resolve(tcp.host());
    } else {
      left.add(Optional.empty());
      dialNext();
    }
  }

  private void resolve(String host) {
    if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
      resolveLiteral(host);
      return;
    }
    timeOutAfter(nanosLeft());
    context
        .owner()
        .nameResolver()
        .resolveAll(context.nettyEventLoop(), host)
        .addListener((Future<List<InetSocketAddress>> resolved) -> resolved(host, resolved));
  }

  /** Does not block. */
  private void resolveLiteral(String host) {
    try {
      left.add(Optional.of(InetAddress.getByName(host)));
    } catch (UnknownHostException e) { // The scope of an IPv6 address, such as %eth9.
      firstFailure = new ConnectFailedException("unknown host " + host, e);
    }
    dialNext();
  }

  private void resolved(String host, Future<List<InetSocketAddress>> resolved) {
    if (ended) {
      return;
    }
    if (resolved.isSuccess()) {
      resolved.getNow().forEach(address -> left.add(Optional.of(address.getAddress())));
    } else {
      firstFailure = new ConnectFailedException("unknown host " + host, resolved.cause());
    }
    dialNext();
  }

  private void dialNext() {
    if (left.isEmpty()) {
      end();
      told.fail(firstFailure);
      return;
    }
    timeOutAfter(nanosLeft() / left.size());
    attempt = dialer.dial(destination, left.remove(), this::answered);
  }

  private void answered(Connection connection, Throwable failure) {
    attempt = null;
    if (failure != null) {
      failed(ConnectFailure.toException(failure));
    } else if (isOwnEnd(connection)) {
      connection.close();
      failed(new ConnectFailedException(ConnectFailure.REFUSED, null));
    } else {
      end();
      told.complete(connection);
    }
  }

  /**
   * Where nothing listens at a port from which the system takes those of clients, TCP may connect a
   * socket with itself.
   */
  private boolean isOwnEnd(Connection connection) {
    return destination instanceof Destination.Tcp
        && connection.remoteAddress().equals(connection.localAddress());
  }

  private void failed(ConnectFailedException failure) {
    if (firstFailure == null) {
      firstFailure = failure; // The first address is the one that is meant to answer.
    }
    dialNext();
  }

  // Time

  private long nanosLeft() {
    return deadline - System.nanoTime();
  }

  private void timeOutAfter(long nanos) {
    cancelTimer();
    timer =
        context.nettyEventLoop().schedule(this::timedOut, Math.max(0, nanos), TimeUnit.NANOSECONDS);
  }

  private void timedOut() {
    String where = attempt != null && attempt.isShakingHands() ? "TLS: " : "";
    String reason = where + "timed out after " + timeout.toMillis() + " ms";
    cancelAttempt();
    failed(new ConnectFailedException(reason, null));
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  // The end

  /** Fails it, unless it has ended. */
  void giveUp() {
    if (!ended) {
      end();
      told.fail(new ConnectFailedException(ConnectFailure.CLOSED, null));
    }
  }

  private void end() {
    ended = true;
    cancelTimer();
    cancelAttempt();
  }

  private void cancelAttempt() {
    if (attempt != null) {
      attempt.cancel();
      attempt = null;
    }
  }
}
