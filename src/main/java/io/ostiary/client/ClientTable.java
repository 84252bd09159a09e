package io.ostiary.client;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Everyone inside. Shared by all event loops and safe: clients come, go, are looked up and listed
 * at the same time, without a lock around the whole.
 */
public final class ClientTable {

  /** A power of two. Ids go to the shelves by turns, so that few threads meet at one. */
  private static final int SHELVES = 16;

  private final AtomicLong lastId = new AtomicLong();
  private final Shard[] shelves = new Shard[SHELVES];

  public ClientTable() {
    for (int i = 0; i < SHELVES; i++) {
      shelves[i] = new Shard();
    }
  }

  /**
   * Enters a connection that was admitted.
   *
   * @param authenticated whether no password is asked of it
   */
  public Client open(Addresses addresses, boolean authenticated, long nowMillis, Closer closer) {
    Client client =
        new Client(lastId.incrementAndGet(), addresses, authenticated, nowMillis, closer);
    shelf(client.id()).add(client);
    return client;
  }

  /** Strikes a client out; whether it was in. */
  public boolean remove(Client client) {
    return shelf(client.id()).remove(client);
  }

  /** The client of that id, empty if it has left or never was. */
  public Optional<Client> byId(long id) {
    return shelf(id).find(id);
  }

  /** How many are inside. */
  public int size() {
    int size = 0;
    for (Shard shelf : shelves) {
      size += shelf.size();
    }
    return size;
  }

  /** Visits everyone, in no order; who comes or goes meanwhile may be missed or met. */
  public void forEach(Consumer<Client> visitor) {
    everyone().forEach(visitor);
  }

  /** Those the filter takes, oldest first; a list of the caller's own. */
  public List<Client> list(ClientFilter filter) {
    List<Client> found = everyone();
    found.removeIf(client -> !filter.accepts(client));
    // Sixteen runs, each in order already: cheap to merge.
    found.sort(Comparator.comparingLong(Client::id));
    return found;
  }

  private List<Client> everyone() {
    List<Client> all = new ArrayList<>(size() + SHELVES);
    for (Shard shelf : shelves) {
      shelf.copyTo(all);
    }
    return all;
  }

  private Shard shelf(long id) {
    return shelves[(int) id & (SHELVES - 1)];
  }
}
