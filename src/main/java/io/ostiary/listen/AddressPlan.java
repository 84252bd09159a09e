package io.ostiary.listen;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * From the words of {@code bind} to IP addresses. Looking up names may block, so it happens on a
 * worker.
 */
final class AddressPlan {

  /** One word's addresses: the first that can be bound is taken. */
  record Candidates(List<InetAddress> addresses, boolean optional, Endpoint.Families families) {}

  private final Vertx vertx;
  private final boolean separateFamilies;

  /**
   * Plans for a transport.
   *
   * @param separateFamilies whether an IPv6 socket can be told to leave IPv4 alone; where it cannot
   *     (java.nio), a socket on "any address" of either family takes both
   */
  AddressPlan(Vertx vertx, boolean separateFamilies) {
    this.vertx = vertx;
    this.separateFamilies = separateFamilies;
  }

  Future<List<Candidates>> resolve(List<BindAddress> addresses) {
    return vertx.executeBlocking(() -> resolveAll(addresses), false);
  }

  private List<Candidates> resolveAll(List<BindAddress> addresses) {
    boolean shareAny = !separateFamilies && wantsBoth(addresses);
    List<Candidates> all = new ArrayList<>();
    for (BindAddress address : addresses) {
      if (shareAny && address.host().equals(BindAddress.ANY_IPV6)) {
        // The socket on 0.0.0.0 takes its peers too.
        continue;
      }
      try {
        List<InetAddress> found = List.of(InetAddress.getAllByName(address.host()));
        all.add(new Candidates(found, address.optional(), families(address, shareAny)));
      } catch (UnknownHostException e) {
        if (!address.optional()) {
          throw new ListenException(
              "cannot listen on "
                  + address.host()
                  + ": no such host; bind takes IPv4 and IPv6 addresses and host names,"
                  + " for example: bind 127.0.0.1 ::1",
              e);
        }
      }
    }
    return all;
  }

  private Endpoint.Families families(BindAddress address, boolean shareAny) {
    if (separateFamilies || shareAny || !address.isAny()) {
      return Endpoint.Families.AS_BOUND;
    }
    return address.host().equals(BindAddress.ANY_IPV4)
        ? Endpoint.Families.IPV4
        : Endpoint.Families.IPV6;
  }

  private static boolean wantsBoth(List<BindAddress> addresses) {
    return addresses.stream().anyMatch(address -> address.host().equals(BindAddress.ANY_IPV4))
        && addresses.stream().anyMatch(address -> address.host().equals(BindAddress.ANY_IPV6));
  }
}
