package io.ostiary.settings;

import java.time.Duration;
import java.util.Optional;

/**
 * What a listener is besides its address: its name and what it asks of those who connect.
 * Immutable; all addresses that one directive names share one.
 *
 * @param name how INFO and {@code CLIENT LIST} name it: {@code tcp}, {@code tls}, {@code unix}, or
 *     a name that was chosen
 * @param role whom it is for
 * @param tls whether its connections begin with a TLS handshake
 * @param proxyProtocol whether they begin with a header of the PROXY protocol
 * @param limits what holds for its clients beside what holds for all
 */
public record ListenerProfile(
    String name, Role role, boolean tls, boolean proxyProtocol, Limits limits) {

  /** What {@code port} opens. */
  public static final ListenerProfile TCP = new ListenerProfile("tcp", Role.NORMAL, false, false);

  /** What {@code tls-port} opens. */
  public static final ListenerProfile TLS = new ListenerProfile("tls", Role.NORMAL, true, false);

  /** What {@code unixsocket} opens. */
  public static final ListenerProfile UNIX = new ListenerProfile("unix", Role.NORMAL, false, false);

  /** A listener whose clients know the limits of the server alone. */
  public ListenerProfile(String name, Role role, boolean tls, boolean proxyProtocol) {
    this(name, role, tls, proxyProtocol, Limits.NONE);
  }

  /** Whom a listener is for. */
  public enum Role {
    /** Anybody. */
    NORMAL,
    /** Those who look after the server, and are let in where others no longer are. */
    ADMIN
  }

  /**
   * What a listener says of its own clients.
   *
   * @param maxClients how many of them may be connected at once; 0 for as many as the server takes,
   *     -1 where they are not even counted
   * @param timeout how long one may be silent, in place of the server's {@code timeout}; zero for
   *     ever
   */
  public record Limits(int maxClients, Optional<Duration> timeout) {

    /** Nothing beside what the server says. */
    public static final Limits NONE = new Limits(-1, Optional.empty());
  }

  /** Whether its bytes are RESP from the first on. */
  public boolean isPlain() {
    return !tls && !proxyProtocol;
  }
}
