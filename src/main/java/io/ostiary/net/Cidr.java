package io.ostiary.net;

import io.netty.util.NetUtil;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A network: all addresses of one family that begin with the same bits, written {@code 10.0.0.0/8},
 * {@code 2001:db8::/32}, or without a length for one address alone. Immutable and compared by
 * value; safe from any thread. Ordered by family (IPv4 first), then address, then length, so that a
 * network stands right before those within it.
 *
 * <p>A network of mapped IPv4 addresses ({@code ::ffff:10.0.0.0/104}) is the IPv4 network that it
 * is, as a {@link PeerAddress} is; {@code ::/0} is all of IPv6 and nothing of IPv4.
 *
 * @param isIpv4 whether its addresses are IPv4
 * @param high the first 64 bits, the first highest; of IPv4 the upper half is the address
 * @param low the last 64 bits; of IPv4 always 0
 * @param length how many bits are the same in all its addresses
 */
public record Cidr(boolean isIpv4, long high, long low, int length) implements Comparable<Cidr> {

  static final int IPV4_BITS = 32;
  static final int IPV6_BITS = 128;

  private static final int MAPPED_BITS = IPV6_BITS - IPV4_BITS;
  private static final String BYTE = "(0|[1-9][0-9]{0,2})";
  // No leading zeros: some read them as octal. No zone either: it is of one machine only.
  private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  private static final Optional<Cidr> UNKNOWN = Optional.of(new Cidr(false, 0, 0, 0));
  private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");

  /** Refuses a length that the family does not have, and bits beyond it. */
  public Cidr {
    if (length < 0 || length > bits(isIpv4)) {
      throw new IllegalArgumentException("no prefix has " + length + " bits");
    }
    if ((high & ~highMask(length)) != 0 || (low & ~lowMask(length)) != 0) {
      throw new IllegalArgumentException("bits are set beyond the first " + length);
    }
  }

  /**
   * Reads a network as it is written.
   *
   * @throws IllegalArgumentException whose message names what is wrong, and what would be right
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    PeerAddress address = address(host, text);
    boolean written6 = host.indexOf(':') >= 0;
    int most = bits(!written6);
    int length = slash < 0 ? most : length(text.substring(slash + 1), most, text);
    if (written6 && address.isIpv4()) {
      if (length < MAPPED_BITS) {
        throw new IllegalArgumentException(
            quoted(text) + " mixes IPv4 and IPv6: write each as a network of its own");
      }
      length -= MAPPED_BITS;
    }
    Cidr network = around(address, length);
    if (!network.beginsAt(address)) {
      throw new IllegalArgumentException(
          quoted(text) + " has bits beyond its first " + length + ": the network is " + network);
    }
    return network;
  }

  private static PeerAddress address(String host, String text) {
    boolean looksRight = IPV4.matcher(host).matches() || IPV6.matcher(host).matches();
    byte[] bytes = looksRight ? NetUtil.createByteArrayFromIpAddressString(host) : null;
    if (bytes == null) {
      throw new IllegalArgumentException(
          quoted(text) + " is no network: it begins with no IPv4 or IPv6 address");
    }
    return PeerAddress.of(bytes, 0);
  }

  private static int length(String written, int most, String text) {
    int length = LENGTH.matcher(written).matches() ? Integer.parseInt(written) : Integer.MAX_VALUE;
    if (length > most) {
      throw new IllegalArgumentException(
          quoted(text) + " is no network: after the / stands a number from 0 to " + most);
    }
    return length;
  }

  private static String quoted(String text) {
    return "'" + text + "'";
  }

  /**
   * The network of that length that an address is in; empty for a unix socket and an unknown
   * address.
   *
   * @param ipv6Length the length for an IPv6 address; an IPv4 address is a network of its own
   */
  public static Optional<Cidr> of(PeerAddress address, int ipv6Length) {
    if (address instanceof Ipv4Address) {
      return Optional.of(around(address, IPV4_BITS));
    }
    return address instanceof Ipv6Address
        ? Optional.of(around(address, ipv6Length))
        : Optional.empty();
  }

  /**
   * What limits by address count as one: the network that an address is in; for addresses that
   * could not be told, one for all of them; empty for a unix socket, whose peers have no address.
   *
   * @param ipv6Length as for {@link #of}
   */
  public static Optional<Cidr> counted(PeerAddress address, int ipv6Length) {
    return address.equals(PeerAddress.unknown()) ? UNKNOWN : of(address, ipv6Length);
  }

  private static Cidr around(PeerAddress address, int length) {
    if (address instanceof Ipv4Address ipv4) {
      return new Cidr(true, high(ipv4) & highMask(length), 0, length);
    }
    Ipv6Address ipv6 = (Ipv6Address) address;
    return new Cidr(false, ipv6.high() & highMask(length), ipv6.low() & lowMask(length), length);
  }

  private boolean beginsAt(PeerAddress address) {
    if (address instanceof Ipv4Address ipv4) {
      return high == high(ipv4);
    }
    return address instanceof Ipv6Address ipv6 && high == ipv6.high() && low == ipv6.low();
  }

  /** Whether this address is in it; a unix socket and an unknown address are in none. */
  public boolean contains(PeerAddress address) {
    if (address instanceof Ipv4Address ipv4) {
      return isIpv4 && holds(high, low, length, high(ipv4), 0);
    }
    return address instanceof Ipv6Address ipv6
        && !isIpv4
        && holds(high, low, length, ipv6.high(), ipv6.low());
  }

  /** Whether all addresses of the other one are in it. */
  boolean covers(Cidr other) {
    return isIpv4 == other.isIpv4
        && length <= other.length
        && holds(high, low, length, other.high, other.low);
  }

  /** An IPv4 address as {@link #high} has it. */
  static long high(Ipv4Address address) {
    return (long) address.bits() << Integer.SIZE;
  }

  /** Whether the first {@code length} bits of both are the same. */
  static boolean holds(long high, long low, int length, long otherHigh, long otherLow) {
    return ((high ^ otherHigh) & highMask(length)) == 0
        && ((low ^ otherLow) & lowMask(length)) == 0;
  }

  private static long highMask(int length) {
    return length == 0 ? 0 : length >= Long.SIZE ? -1 : -1L << (Long.SIZE - length);
  }

  private static long lowMask(int length) {
    return length <= Long.SIZE ? 0 : -1L << (IPV6_BITS - length);
  }

  private static int bits(boolean ipv4) {
    return ipv4 ? IPV4_BITS : IPV6_BITS;
  }

  @Override
  public int compareTo(Cidr other) {
    if (isIpv4 != other.isIpv4) {
      return isIpv4 ? -1 : 1;
    }
    int byHigh = Long.compareUnsigned(high, other.high);
    int byLow = byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    return byLow != 0 ? byLow : Integer.compare(length, other.length);
  }

  /** As it is written, an address alone without its length. */
  @Override
  public String toString() {
    PeerAddress first =
        isIpv4 ? new Ipv4Address((int) (high >>> Integer.SIZE), 0) : new Ipv6Address(high, low, 0);
    return length == bits(isIpv4) ? first.host() : first.host() + "/" + length;
  }
}
