package io.ostiary.listen;

import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * What a listener has opened. Immutable.
 *
 * @param spec what was asked for
 * @param port the TCP port, also where the system chose it; 0 for a unix socket
 * @param key what Vert.x knows the socket by: servers that name the same key share the socket
 */
public record Endpoint(ListenerSpec spec, int port, SocketAddress key) {

  boolean isAt(ListenerSpec other) {
    if (spec instanceof ListenerSpec.Tcp mine && other instanceof ListenerSpec.Tcp tcp) {
      return port == tcp.port() && isSame(mine.address(), tcp.address());
    }
    return spec.equals(other);
  }

  /**
   * Whether it is what this asks for: the same address, and the same of its peers. Its backlog may
   * be another.
   */
  boolean serves(ListenerSpec other) {
    if (!spec.profile().equals(other.profile())) {
      return false;
    }
    if (spec instanceof ListenerSpec.Tcp mine && other instanceof ListenerSpec.Tcp tcp) {
      boolean samePort = port == tcp.port() || mine.port() == tcp.port();
      return samePort && mine.families() == tcp.families() && isSame(mine.address(), tcp.address());
    }
    if (spec instanceof ListenerSpec.Inherited mine) {
      return other instanceof ListenerSpec.Inherited inherited
          && mine.descriptor() == inherited.descriptor();
    }
    return spec instanceof ListenerSpec.Unix mine
        && other instanceof ListenerSpec.Unix unix
        && mine.path().equals(unix.path())
        && mine.permissions() == unix.permissions()
        && mine.group().equals(unix.group());
  }

  /** Whether the system may refuse to open this while it is open. */
  boolean isInTheWayOf(ListenerSpec other) {
    if (spec instanceof ListenerSpec.Tcp mine && other instanceof ListenerSpec.Tcp tcp) {
      // A socket on "any" may be one of both families, so that is no matter of the family alone.
      return port == tcp.port()
          && (isSame(mine.address(), tcp.address())
              || mine.address().isAnyLocalAddress()
              || tcp.address().isAnyLocalAddress());
    }
    return spec instanceof ListenerSpec.Unix mine
        && other instanceof ListenerSpec.Unix unix
        && mine.path().equals(unix.path());
  }

  /** What to ask for to have it again, with the port that the system may have chosen. */
  ListenerSpec again() {
    return spec instanceof ListenerSpec.Tcp tcp ? tcp.withPort(port) : spec;
  }

  /** Link-local addresses of two interfaces may differ in their scope alone. */
  private static boolean isSame(InetAddress one, InetAddress other) {
    return one.equals(other) && scopeId(one) == scopeId(other);
  }

  private static int scopeId(InetAddress address) {
    return address instanceof Inet6Address ipv6 ? ipv6.getScopeId() : 0;
  }

  /** What INFO says of it: {@code name=tcp,bind=127.0.0.1,port=6379}. */
  public String infoLine() {
    if (spec instanceof ListenerSpec.Tcp tcp) {
      return "name=" + spec.profile().name() + ",bind=" + binds(tcp) + ",port=" + port;
    }
    String line = "name=" + spec.profile().name() + ",bind=" + spec;
    return port == 0 ? line : line + ",port=" + port;
  }

  private static String binds(ListenerSpec.Tcp tcp) {
    return tcp.families() == ListenerSpec.Families.BOTH
        ? BindAddress.ANY_IPV4 + ",bind=" + BindAddress.ANY_IPV6
        : NetUtil.toAddressString(tcp.address());
  }

  /** {@code 127.0.0.1:6379}, {@code [::1]:6379}, {@code /run/ostiary.sock}. */
  @Override
  public String toString() {
    if (!(spec instanceof ListenerSpec.Tcp tcp)) {
      return port == 0 ? spec.toString() : spec + ", port " + port;
    }
    return tcp.families() == ListenerSpec.Families.BOTH
        ? "0.0.0.0:" + port + " and [::]:" + port
        : BindAddress.text(tcp.address(), port);
  }
}
