package io.ostiary.net;

import java.nio.charset.StandardCharsets;

/**
 * An IPv6 address with its port; never a mapped IPv4 address, see {@link #folded}.
 *
 * @param high the first eight bytes, the first highest
 * @param low the last eight bytes
 */
record Ipv6Address(long high, long low, int port) implements PeerAddress {

  static final int BYTES = 16;

  private static final int GROUPS = 8;
  private static final int MOST_HOST_BYTES = 8 * 4 + 7;
  private static final int MOST_TEXT_BYTES = MOST_HOST_BYTES + "[]:65535".length();
  private static final long MAPPED_PREFIX = 0xffffL;

  /** The address of 16 bytes; the IPv4 address if they are ::ffff:0:0/96. */
  static PeerAddress folded(byte[] bytes, int from, int port) {
    long high = eightBytes(bytes, from);
    long low = eightBytes(bytes, from + Long.BYTES);
    boolean mapped = high == 0 && low >>> Integer.SIZE == MAPPED_PREFIX;
    return mapped ? new Ipv4Address((int) low, port) : new Ipv6Address(high, low, port);
  }

  private static long eightBytes(byte[] bytes, int from) {
    long value = 0;
    for (int i = from; i < from + Long.BYTES; i++) {
      value = value << Byte.SIZE | (bytes[i] & 0xff);
    }
    return value;
  }

  @Override
  public boolean isLocal() {
    return high == 0 && low == 1;
  }

  @Override
  public String host() {
    byte[] bytes = new byte[MOST_HOST_BYTES];
    return new String(bytes, 0, writeHost(bytes, 0), StandardCharsets.US_ASCII);
  }

  @Override
  public int mostTextBytes() {
    return MOST_TEXT_BYTES;
  }

  @Override
  public int writeTo(byte[] target, int at) {
    target[at] = '[';
    int end = writeHost(target, at + 1);
    target[end++] = ']';
    target[end++] = ':';
    return Digits.decimal(port, target, end);
  }

  /** As RFC 5952 wants it: the first of the longest runs of two or more zero groups is left out. */
  private int writeHost(byte[] target, int at) {
    int gap = 0;
    int gapLength = 1;
    for (int i = 0; i < GROUPS; i++) {
      int zeros = zeroGroups(i);
      if (zeros > gapLength) {
        gap = i;
        gapLength = zeros;
      }
    }
    if (gapLength == 1) {
      return writeGroups(0, GROUPS, target, at);
    }
    int end = writeGroups(0, gap, target, at);
    target[end++] = ':';
    target[end++] = ':';
    return writeGroups(gap + gapLength, GROUPS, target, end);
  }

  private int zeroGroups(int from) {
    int end = from;
    while (end < GROUPS && group(end) == 0) {
      end++;
    }
    return end - from;
  }

  private int writeGroups(int from, int to, byte[] target, int at) {
    int end = at;
    for (int i = from; i < to; i++) {
      if (i > from) {
        target[end++] = ':';
      }
      end = Digits.hex(group(i), target, end);
    }
    return end;
  }

  private int group(int index) {
    long half = index < GROUPS / 2 ? high : low;
    return (int) (half >>> (48 - 16 * (index % 4))) & 0xffff;
  }

  @Override
  public String toString() {
    return text();
  }
}
