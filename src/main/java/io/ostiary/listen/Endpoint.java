package io.ostiary.listen;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * An address that is listened on.
 *
 * @param key what Vert.x knows the socket by: instances that name the same key share the socket
 * @param address the address it is bound to
 * @param port the port it is bound to, also where the system chose it
 * @param families which peers it takes
 */
public record Endpoint(
    io.vertx.core.net.SocketAddress key, InetAddress address, int port, Families families) {

  /** Peers of which address families a socket takes. */
  enum Families {
    /** Whatever arrives: the kernel keeps the families apart. */
    AS_BOUND,
    /** IPv4 only, on a socket that the kernel gives both. */
    IPV4,
    /** IPv6 only, on a socket that the kernel gives both. */
    IPV6;

    boolean takes(SocketAddress peer) {
      boolean ipv4 =
          peer instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet4Address;
      return switch (this) {
        case AS_BOUND -> true;
        case IPV4 -> ipv4;
        case IPV6 -> !ipv4;
      };
    }
  }

  boolean isAt(InetAddress otherAddress, int otherPort) {
    return port == otherPort && address.equals(otherAddress);
  }

  /** The address alone: {@code 127.0.0.1}, {@code ::1}. */
  public String host() {
    return NetUtil.toAddressString(address);
  }

  /** {@code 127.0.0.1:6379}, {@code [::1]:6379}. */
  @Override
  public String toString() {
    return BindAddress.text(address, port);
  }
}
