package io.ostiary.net;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Any number of networks. Immutable and compared by value: two sets of the same addresses are the
 * same, in whatever order and how often a network was given. Safe from any thread; a look-up makes
 * no object, and looks at fifteen networks of twenty thousand.
 *
 * <p>Networks lie within each other or apart, never across. Without those within another, the one
 * that could hold an address is the last that begins at or before it: a sorted array does, and
 * needs less memory and code than a tree.
 */
public final class CidrSet {

  /** No address at all. */
  public static final CidrSet EMPTY = new CidrSet(List.of());

  private final List<Cidr> networks; // sorted, none within another
  private final int ipv6From; // where those of IPv6 begin
  private final long[] highs;
  private final long[] lows;
  private final byte[] lengths;

  private CidrSet(List<Cidr> sorted) {
    List<Cidr> apart = new ArrayList<>(sorted.size());
    for (Cidr network : sorted) {
      if (apart.isEmpty() || !apart.get(apart.size() - 1).covers(network)) {
        apart.add(network);
      }
    }
    networks = List.copyOf(apart);
    highs = networks.stream().mapToLong(Cidr::high).toArray();
    lows = networks.stream().mapToLong(Cidr::low).toArray();
    lengths = new byte[networks.size()];
    int ipv4 = 0;
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = (byte) networks.get(i).length(); // 128 becomes negative, see length()
      ipv4 += networks.get(i).isIpv4() ? 1 : 0;
    }
    ipv6From = ipv4;
  }

  /** These networks. */
  public static CidrSet of(Collection<Cidr> networks) {
    return networks.isEmpty() ? EMPTY : new CidrSet(networks.stream().sorted().toList());
  }

  /**
   * Networks as they are written, one a word.
   *
   * @throws IllegalArgumentException whose message names the word that is none, and why
   */
  public static CidrSet parse(Collection<String> words) {
    return of(words.stream().map(Cidr::parse).toList());
  }

  /** The addresses of both. */
  public CidrSet plus(CidrSet other) {
    List<Cidr> both = new ArrayList<>(networks);
    both.addAll(other.networks);
    return of(both);
  }

  /** Whether it has no address. */
  public boolean isEmpty() {
    return lengths.length == 0;
  }

  /** Whether this address is in one of them; a unix socket and an unknown address are in none. */
  public boolean contains(PeerAddress address) {
    if (address instanceof Ipv4Address ipv4) {
      return contains(0, ipv6From, Cidr.high(ipv4), 0);
    }
    return address instanceof Ipv6Address ipv6
        && contains(ipv6From, lengths.length, ipv6.high(), ipv6.low());
  }

  private boolean contains(int from, int to, long high, long low) {
    int least = from;
    int beyond = to;
    while (least < beyond) {
      int middle = (least + beyond) >>> 1;
      if (isAtOrBefore(middle, high, low)) {
        least = middle + 1;
      } else {
        beyond = middle;
      }
    }
    int last = least - 1;
    return last >= from && Cidr.holds(highs[last], lows[last], length(last), high, low);
  }

  private boolean isAtOrBefore(int place, long high, long low) {
    int byHigh = Long.compareUnsigned(highs[place], high);
    return byHigh < 0 || (byHigh == 0 && Long.compareUnsigned(lows[place], low) <= 0);
  }

  private int length(int place) {
    return lengths[place] & 0xff;
  }

  /** The networks in their order, without those within another; unmodifiable. */
  public List<Cidr> networks() {
    return networks;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CidrSet set && networks.equals(set.networks);
  }

  @Override
  public int hashCode() {
    return networks.hashCode();
  }

  /** As they are written, with a space between. */
  @Override
  public String toString() {
    return networks.stream().map(Cidr::toString).collect(Collectors.joining(" "));
  }
}
