package io.ostiary.admission;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * What is known of a connection before a byte of it is read.
 *
 * @param remote the peer's address; never null
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
    return true;
  }
}
