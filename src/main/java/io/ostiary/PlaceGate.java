package io.ostiary;

import io.ostiary.admission.MaxClientsRule;
import io.ostiary.admission.Permit;
import io.ostiary.listen.AcceptGate;
import io.ostiary.listen.ListenerSpec;
import io.ostiary.settings.ListenerProfile.Role;
import java.util.Optional;

/**
 * The gate of one listener while {@code maxclients-full} is {@code wait}: a connection has its
 * place before it is accepted, so that none is accepted in vain. On its event loop only.
 */
final class PlaceGate implements AcceptGate {

  private final MaxClientsRule rule;
  private final boolean high;
  private Optional<Permit> taken = Optional.empty();

  /** Of a listener; who comes by a unix socket or to administer is of higher standing. */
  PlaceGate(MaxClientsRule rule, ListenerSpec spec) {
    this.rule = rule;
    // Who comes by a proxy is judged by his own address, which is not known yet.
    boolean byUnixSocket = spec instanceof ListenerSpec.Unix && !spec.profile().proxyProtocol();
    this.high = byUnixSocket || spec.profile().role() == Role.ADMIN;
  }

  @Override
  public boolean enter(Runnable whenRoom) {
    if (!rule.letsWait()) {
      return true;
    }
    taken = rule.takeEarly(high, whenRoom);
    // It may have changed since, and then nobody waits for room.
    return taken.isPresent() || !rule.letsWait();
  }

  @Override
  public void leave() {
    take().ifPresent(Permit::release);
  }

  /** What was taken for the connection that is handed over; its owner is who calls this. */
  Optional<Permit> take() {
    Optional<Permit> permit = taken;
    taken = Optional.empty();
    return permit;
  }
}
