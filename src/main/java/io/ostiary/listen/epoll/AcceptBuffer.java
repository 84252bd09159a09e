package io.ostiary.listen.epoll;

import io.ostiary.net.PeerAddress;

/**
 * Where Netty's native {@code accept} leaves the address of the peer: a byte that says how many
 * follow; the address, for IPv6 with four bytes of its scope; four bytes of the port. One for each
 * listening socket, on its event loop.
 */
final class AcceptBuffer {

  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;
  private static final int PORT_BYTES = 4;

  private final byte[] raw = new byte[1 + IPV6_BYTES + 4 + PORT_BYTES];

  /** What {@code accept} is to fill. */
  byte[] raw() {
    return raw;
  }

  /** The address of the peer that was accepted last. */
  PeerAddress peer() {
    boolean ipv4 = raw[0] == IPV4_BYTES + PORT_BYTES;
    return PeerAddress.of(raw, 1, ipv4 ? IPV4_BYTES : IPV6_BYTES, port());
  }

  private int port() {
    int end = 1 + raw[0];
    return (raw[end - 2] & 0xff) << 8 | (raw[end - 1] & 0xff);
  }
}
