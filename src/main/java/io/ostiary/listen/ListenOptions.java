package io.ostiary.listen;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * What is true of all listeners of a server. Shared by all instances; safe from any thread.
 *
 * @param pace how many connections are accepted in one turn
 * @param keepalive asked for each connection: after how long a silent peer is probed, zero for
 *     never
 * @param lingerLimit how many connections may be in a lingering close at once
 * @param pendingLimit how much memory may wait for slow readers
 * @param timing how long connections wait for their peers
 * @param proxyHeaders whose headers of the PROXY protocol are believed
 * @param reusePort whether other processes of this user may listen on the same TCP ports
 */
public record ListenOptions(
    AcceptPace pace,
    Supplier<Duration> keepalive,
    LingerLimit lingerLimit,
    PendingLimit pendingLimit,
    Timing timing,
    ProxyHeaders proxyHeaders,
    boolean reusePort) {

  /** The same with this process's limit of what waits, and the usual times. */
  public ListenOptions(
      AcceptPace pace,
      Supplier<Duration> keepalive,
      LingerLimit lingerLimit,
      ProxyHeaders proxyHeaders) {
    this(
        pace,
        keepalive,
        lingerLimit,
        PendingLimit.ofThisProcess(),
        Timing.DEFAULT,
        proxyHeaders,
        false);
  }

  /** The same with other times. */
  public ListenOptions with(Timing other) {
    return new ListenOptions(
        pace, keepalive, lingerLimit, pendingLimit, other, proxyHeaders, reusePort);
  }

  /** The same with other processes on the same ports, or without. */
  public ListenOptions withReusePort(boolean on) {
    return new ListenOptions(pace, keepalive, lingerLimit, pendingLimit, timing, proxyHeaders, on);
  }
}
