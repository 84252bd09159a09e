package io.ostiary.net;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * One end of a connection: an IPv4 or IPv6 address with its port, the path of a unix socket, or
 * {@link #unknown}. Immutable and compared by value; safe from any thread. Its text is the one that
 * Redis's CLIENT LIST shows: {@code 127.0.0.1:6379}, {@code [::1]:6379}, {@code /run/o.sock:0}.
 *
 * <p>An IPv4 address that was mapped into IPv6 ({@code ::ffff:1.2.3.4}, RFC 4291) is folded to the
 * IPv4 address that it is, so that rules and listings know one form.
 */
public sealed interface PeerAddress permits Ipv4Address, Ipv6Address, UnixAddress, UnknownAddress {

  /** The end of a connection that the system could not tell any more. */
  static PeerAddress unknown() {
    return UnknownAddress.INSTANCE;
  }

  /**
   * The address of these bytes.
   *
   * @param address 4 or 16 bytes in network order; not kept
   * @param port from 0 to 65535
   * @throws IllegalArgumentException for another number of bytes
   */
  static PeerAddress of(byte[] address, int port) {
    return of(address, 0, address.length, port);
  }

  /**
   * The address of some bytes of an array.
   *
   * @param length 4 or 16, counted from {@code from}
   * @throws IllegalArgumentException for another length
   */
  static PeerAddress of(byte[] bytes, int from, int length, int port) {
    if (length == Ipv4Address.BYTES) {
      return new Ipv4Address(Ipv4Address.bits(bytes, from), port);
    }
    if (length != Ipv6Address.BYTES) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + length);
    }
    return Ipv6Address.folded(bytes, from, port);
  }

  /** The address that Java or Netty knows as this; {@link #unknown} for null and other kinds. */
  static PeerAddress of(SocketAddress address) {
    boolean resolved = address instanceof InetSocketAddress inet && inet.getAddress() != null;
    if (!resolved) {
      return unknown();
    }
    InetSocketAddress inet = (InetSocketAddress) address;
    return of(inet.getAddress().getAddress(), inet.getPort());
  }

  /** The unix socket of that path. */
  static PeerAddress unix(String path) {
    return new UnixAddress(path);
  }

  /** Whether it is an IPv4 address, also one that came mapped into IPv6. */
  default boolean isIpv4() {
    return this instanceof Ipv4Address;
  }

  /** Whether it is a unix socket. */
  default boolean isUnix() {
    return this instanceof UnixAddress;
  }

  /**
   * Whether it is on this machine by its nature: the loopback network (127.0.0.0/8, ::1) or a unix
   * socket. An unknown address counts as foreign.
   */
  boolean isLocal();

  /** The port; 0 for a unix socket and an unknown address. */
  int port();

  /** The address alone: {@code 127.0.0.1}, {@code ::1}, {@code /run/o.sock}, {@code ?}. */
  String host();

  /** An upper bound of the bytes that {@link #writeTo} writes. */
  int mostTextBytes();

  /**
   * Writes the text as bytes, without making a string.
   *
   * @param target has room for {@link #mostTextBytes} from {@code at} on
   * @return where the text ends
   */
  int writeTo(byte[] target, int at);

  /** The text as CLIENT LIST shows it. */
  default String text() {
    byte[] bytes = new byte[mostTextBytes()];
    return new String(bytes, 0, writeTo(bytes, 0), StandardCharsets.UTF_8);
  }
}
