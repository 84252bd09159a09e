package io.ostiary.admission;

import io.ostiary.net.Cidr;
import io.ostiary.net.PeerAddress;
import io.ostiary.settings.Directives;
import io.ostiary.settings.ListenerProfile.Role;
import io.ostiary.settings.Settings;
import java.util.Optional;

/** How rules see a peer: whether it is of higher standing, and what counts as its address. */
final class Standing {

  private Standing() {}

  /** Whether it is one for whom places are kept. */
  static boolean isHigh(Arrival arrival, Settings now) {
    return arrival.address().isUnix()
        || arrival.listener().role() == Role.ADMIN
        || now.get(Directives.PRIORITY_SUBNETS).contains(arrival.address());
  }

  /** What is counted as one address; empty for a unix socket, whose peers have none. */
  static Optional<Cidr> network(PeerAddress address, Settings now) {
    return Cidr.counted(address, now.get(Directives.ADDRESS_PREFIX_LENGTH_V6));
  }
}
