package io.ostiary.client;

/**
 * Where a connection comes from. Addresses are held as their bytes, as every idle client has one of
 * these, and become text when somebody asks. Immutable, as nobody writes to the arrays it was made
 * of.
 */
public final class Origin {

  private final byte[] remoteAddress;
  private final int remotePort;
  private final byte[] localAddress;
  private final int localPort;
  private final int descriptor;

  /**
   * The ends of a connection. Addresses are 4 or 16 bytes in network order, or none where the
   * system could not tell; the arrays are not copied, and connections may share them.
   *
   * @param remoteAddress the peer's address
   * @param remotePort the peer's port
   * @param localAddress the address it came in by
   * @param localPort the port it came in by
   * @param descriptor the socket's file descriptor, or -1 where the transport does not tell
   */
  public Origin(
      byte[] remoteAddress, int remotePort, byte[] localAddress, int localPort, int descriptor) {
    this.remoteAddress = remoteAddress;
    this.remotePort = remotePort;
    this.localAddress = localAddress;
    this.localPort = localPort;
    this.descriptor = descriptor;
  }

  /** The peer's address as Redis writes it: {@code ip:port}, {@code [v6]:port}. */
  public String remote() {
    return appendRemote(new LineBuffer(48)).toString();
  }

  /** The address it came in by, in the same form. */
  public String local() {
    return appendLocal(new LineBuffer(48)).toString();
  }

  /** The socket's file descriptor, or -1 where the transport does not tell. */
  public int descriptor() {
    return descriptor;
  }

  LineBuffer appendRemote(LineBuffer line) {
    return append(line, remoteAddress, remotePort);
  }

  LineBuffer appendLocal(LineBuffer line) {
    return append(line, localAddress, localPort);
  }

  @Override
  public String toString() {
    return remote() + " -> " + local();
  }

  private static LineBuffer append(LineBuffer line, byte[] address, int port) {
    if (address.length == 0) {
      line.add('?');
    } else if (address.length == 4) {
      appendIpv4(line, address, 0);
    } else if (isMapped(address)) {
      appendIpv4(line, address, 12);
    } else {
      line.add('[');
      appendIpv6(line, address);
      line.add(']');
    }
    return line.add(':').add(port);
  }

  private static void appendIpv4(LineBuffer line, byte[] address, int at) {
    line.add(address[at] & 0xff);
    for (int i = at + 1; i < at + 4; i++) {
      line.add('.').add(address[i] & 0xff);
    }
  }

  /** IPv4 as an IPv6 socket sees it: ::ffff:1.2.3.4. */
  private static boolean isMapped(byte[] address) {
    for (int i = 0; i < 10; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return address[10] == -1 && address[11] == -1;
  }

  /** As RFC 5952 wants it: the first of the longest runs of zeros, from two on, is left out. */
  private static void appendIpv6(LineBuffer line, byte[] address) {
    int gap = 0;
    int gapLength = 1;
    for (int i = 0; i < 8; i++) {
      int zeros = zeros(address, i);
      if (zeros > gapLength) {
        gap = i;
        gapLength = zeros;
      }
    }
    if (gapLength == 1) {
      appendGroups(line, address, 0, 8);
    } else {
      appendGroups(line, address, 0, gap);
      line.add("::");
      appendGroups(line, address, gap + gapLength, 8);
    }
  }

  private static int zeros(byte[] address, int from) {
    int end = from;
    while (end < 8 && group(address, end) == 0) {
      end++;
    }
    return end - from;
  }

  private static void appendGroups(LineBuffer line, byte[] address, int from, int to) {
    for (int i = from; i < to; i++) {
      if (i > from) {
        line.add(':');
      }
      line.addHex(group(address, i));
    }
  }

  private static int group(byte[] address, int index) {
    return (address[2 * index] & 0xff) << 8 | (address[2 * index + 1] & 0xff);
  }
}
