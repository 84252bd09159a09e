package io.ostiary.listen;

import io.netty.util.NetUtil;
import java.util.Optional;

/** A server to connect to. Immutable. */
public sealed interface Destination {

  /** Plain TCP. */
  static Destination tcp(String host, int port) {
    return new Tcp(host, port, Optional.empty());
  }

  /** Whether it is TCP without TLS. */
  default boolean isPlainTcp() {
    return this instanceof Tcp tcp && tcp.tls().isEmpty();
  }

  /**
   * A server at a TCP port.
   *
   * @param host an IPv4 or IPv6 address or a host name
   * @param port from 1 to 65535
   * @param tls empty for none
   */
  record Tcp(String host, int port, Optional<ClientTls> tls) implements Destination {

    private static final int LAST_PORT = 65_535;

    /**
     * Needs a port.
     *
     * @throws IllegalArgumentException if there is no such port
     */
    public Tcp {
      if (port < 1 || port > LAST_PORT) {
        throw new IllegalArgumentException("a port is from 1 to " + LAST_PORT + ", not " + port);
      }
    }

    /** {@code 127.0.0.1:6379}, {@code [::1]:6379}, {@code redis.example:6379}. */
    @Override
    public String toString() {
      return (NetUtil.isValidIpV6Address(host) ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /**
   * A server at a unix socket.
   *
   * @param path where the socket's file is
   */
  record Unix(String path) implements Destination {

    /** The path. */
    @Override
    public String toString() {
      return path;
    }
  }
}
