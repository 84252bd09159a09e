package io.ostiary.listen;

import io.ostiary.net.CidrSet;
import io.ostiary.net.PeerAddress;
import io.ostiary.settings.ListenerProfile;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Whose headers of the PROXY protocol are believed, how long they may take, and how many may be
 * under way at once: each such connection holds a descriptor that {@code maxclients} does not count
 * yet. Shared by all event loops and safe.
 */
public final class ProxyHeaders {

  /** Why a connection was refused for its header. */
  public enum Refusal {
    /** It does not come from a proxy that is believed. */
    UNTRUSTED,
    /** It begins with something else, or ends before it has begun. */
    MISSING,
    /** It is against the protocol. */
    MALFORMED,
    /** It was not complete in time. */
    LATE,
    /** As many as may be were waited for already. */
    TOO_MANY
  }

  /** Is told of each refusal, on the event loop of the connection. */
  @FunctionalInterface
  public interface Listener {
    void refused(Refusal why, PeerAddress proxy, ListenerProfile listener);
  }

  private final Supplier<CidrSet> believed;
  private final Supplier<Duration> timeout;
  private final int most;
  private final Listener listener;
  private final AtomicInteger underWay = new AtomicInteger();

  /**
   * Nothing is under way.
   *
   * @param believed asked for each connection: the networks of the proxies
   * @param timeout asked for each connection: how long after it was accepted its header may be
   *     complete
   * @param most how many may be under way at once
   */
  public ProxyHeaders(
      Supplier<CidrSet> believed, Supplier<Duration> timeout, int most, Listener listener) {
    this.believed = believed;
    this.timeout = timeout;
    this.most = most;
    this.listener = listener;
  }

  /** Believes nobody. */
  public static ProxyHeaders ofNobody() {
    return new ProxyHeaders(
        () -> CidrSet.EMPTY, () -> Duration.ZERO, 0, (why, proxy, listener) -> {});
  }

  /** Whether a peer may say who it is a proxy for; who may open a unix socket may. */
  public boolean believes(PeerAddress proxy) {
    return proxy.isUnix() || believed.get().contains(proxy);
  }

  /** How long a header may take. */
  public Duration timeout() {
    return timeout.get();
  }

  /** Whether one more may be waited for; if so, {@link #ended} is due. */
  public boolean begins() {
    return underWay.getAndUpdate(now -> now < most ? now + 1 : now) < most;
  }

  /** One is waited for no longer. */
  public void ended() {
    underWay.decrementAndGet();
  }

  /** A connection is refused. */
  public void refused(Refusal why, PeerAddress proxy, ListenerProfile profile) {
    listener.refused(why, proxy, profile);
  }
}
