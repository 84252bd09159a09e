package io.ostiary.net;

/**
 * An IPv4 address with its port.
 *
 * @param bits the address, its first byte highest
 */
record Ipv4Address(int bits, int port) implements PeerAddress {

  static final int BYTES = 4;

  private static final int MOST_TEXT_BYTES = "255.255.255.255:65535".length();
  private static final int LOOPBACK_NETWORK = 127;

  static int bits(byte[] bytes, int from) {
    return (bytes[from] & 0xff) << 24
        | (bytes[from + 1] & 0xff) << 16
        | (bytes[from + 2] & 0xff) << 8
        | (bytes[from + 3] & 0xff);
  }

  @Override
  public boolean isLocal() {
    return bits >>> 24 == LOOPBACK_NETWORK;
  }

  @Override
  public String host() {
    return (bits >>> 24)
        + "."
        + (bits >>> 16 & 0xff)
        + "."
        + (bits >>> 8 & 0xff)
        + "."
        + (bits & 0xff);
  }

  @Override
  public int mostTextBytes() {
    return MOST_TEXT_BYTES;
  }

  @Override
  public int writeTo(byte[] target, int at) {
    int end = Digits.decimal(bits >>> 24, target, at);
    for (int shift = 16; shift >= 0; shift -= 8) {
      target[end++] = '.';
      end = Digits.decimal(bits >>> shift & 0xff, target, end);
    }
    target[end++] = ':';
    return Digits.decimal(port, target, end);
  }

  @Override
  public String toString() {
    return text();
  }
}
