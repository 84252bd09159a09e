package io.ostiary.listen;

import java.util.Arrays;

/**
 * The address of the peer that was accepted last, as Netty's native {@code accept} leaves it: a
 * byte that says how many follow; the address, for IPv6 with four bytes of its scope; four bytes of
 * the port.
 */
final class PeerAddress {

  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;
  private static final int PORT_BYTES = 4;

  private final byte[] raw = new byte[1 + IPV6_BYTES + 4 + PORT_BYTES];

  /** What {@code accept} is to fill. */
  byte[] raw() {
    return raw;
  }

  /** 4 or 16 bytes of the caller's own. */
  byte[] address() {
    return Arrays.copyOfRange(raw, 1, 1 + (isIpv4() ? IPV4_BYTES : IPV6_BYTES));
  }

  int port() {
    int end = 1 + raw[0];
    return (raw[end - 2] & 0xff) << 8 | (raw[end - 1] & 0xff);
  }

  private boolean isIpv4() {
    return raw[0] == IPV4_BYTES + PORT_BYTES;
  }
}
