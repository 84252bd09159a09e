package io.ostiary.admission;

import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/**
 * What is known of a connection before a byte of it is read.
 *
 * @param remote the peer's address; null only where the transport could not tell any more
 */
public record Arrival(SocketAddress remote) {

  /**
   * Whether the peer sits on this machine: on the loopback interface (127.0.0.0/8, ::1 and their
   * IPv4-mapped forms, which the JDK already turns into IPv4) or behind a unix socket.
   */
  public boolean isLocal() {
    if (remote instanceof InetSocketAddress inet) {
      return inet.getAddress() != null && inet.getAddress().isLoopbackAddress();
    }
    // Anything unknown counts as foreign: the door must not open by mistake.
    return remote instanceof UnixDomainSocketAddress || remote instanceof DomainSocketAddress;
  }
}
