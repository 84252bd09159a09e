package io.ostiary.client;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Everyone inside. Shared by all event loops and safe: clients come, go, are looked up and listed
 * at the same time, without a lock around the whole.
 */
public final class ClientTable {

  private final AtomicLong lastId = new AtomicLong();
  private final ConcurrentMap<Long, Client> clients = new ConcurrentHashMap<>();

  /**
   * Enters a connection that was admitted.
   *
   * @param authenticated whether no password is asked of it
   */
  public Client open(Origin origin, boolean authenticated, long nowMillis, Closer closer) {
    Client client = new Client(lastId.incrementAndGet(), origin, authenticated, nowMillis, closer);
    clients.put(client.id(), client);
    return client;
  }

  /** Strikes a client out; whether it was in. */
  public boolean remove(Client client) {
    return clients.remove(client.id(), client);
  }

  /** The client of that id, empty if it has left or never was. */
  public Optional<Client> byId(long id) {
    return Optional.ofNullable(clients.get(id));
  }

  /** How many are inside. */
  public int size() {
    return clients.size();
  }

  /** Visits everyone, in no order; who comes or goes meanwhile may be missed or met. */
  public void forEach(Consumer<Client> visitor) {
    clients.values().forEach(visitor);
  }

  /** Those the filter takes, oldest first; a list of the caller's own. */
  public List<Client> list(ClientFilter filter) {
    List<Client> found = new ArrayList<>();
    forEach(
        client -> {
          if (filter.accepts(client)) {
            found.add(client);
          }
        });
    found.sort(Comparator.comparingLong(Client::id));
    return found;
  }
}
