package io.ostiary.admission;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Refuses a connection while as many others are in by the same listener as that one's {@code
 * maxclients} says. A listener is known by its name, so what has a new limit counts on.
 */
public final class ListenerClientsRule implements AdmissionRule {

  private static final Verdict FULL = Verdict.refuse("ERR max number of clients reached");

  private final Map<String, AtomicInteger> taken = new ConcurrentHashMap<>();

  /** Nobody is in. */
  public ListenerClientsRule() {}

  @Override
  public String name() {
    return "listener-maxclients";
  }

  @Override
  public Verdict judge(Arrival arrival) {
    int max = arrival.listener().limits().maxClients();
    return max < 0 ? Verdict.admit() : judge(arrival.listener().name(), max);
  }

  private Verdict judge(String listener, int max) {
    AtomicInteger clients = taken.computeIfAbsent(listener, name -> new AtomicInteger());
    int before = clients.getAndUpdate(now -> max == 0 || now < max ? now + 1 : now);
    return max == 0 || before < max ? Verdict.admit(Permit.of(clients::decrementAndGet)) : FULL;
  }
}
