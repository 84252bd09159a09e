package io.ostiary.settings;

/**
 * What a listener is besides its address: its name and what it asks of those who connect.
 * Immutable; all addresses that one directive names share one.
 *
 * @param name how INFO and {@code CLIENT LIST} name it: {@code tcp}, {@code tls}, {@code unix}, or
 *     a name that was chosen
 * @param role whom it is for
 * @param tls whether its connections begin with a TLS handshake
 * @param proxyProtocol whether they begin with a header of the PROXY protocol
 */
public record ListenerProfile(String name, Role role, boolean tls, boolean proxyProtocol) {

  /** What {@code port} opens. */
  public static final ListenerProfile TCP = new ListenerProfile("tcp", Role.NORMAL, false, false);

  /** What {@code unixsocket} opens. */
  public static final ListenerProfile UNIX = new ListenerProfile("unix", Role.NORMAL, false, false);

  /** Whom a listener is for. */
  public enum Role {
    /** Anybody. */
    NORMAL,
    /** Those who look after the server, and are let in where others no longer are. */
    ADMIN
  }

  /** Whether its bytes are RESP from the first on. */
  public boolean isPlain() {
    return !tls && !proxyProtocol;
  }
}
