package io.ostiary.client;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All admitted clients, and the places that {@code maxclients} bounds. Shared by all event loops
 * and safe: clients come, go, are looked up and listed at the same time, without a lock around the
 * whole.
 *
 * <p>A place is taken at admission, before there is a client, and given back when the client has
 * left the table: {@link #size} is the number of places taken.
 */
public final class ClientTable {

  /** Of a client with a place of those that are kept for peers of higher standing: true. */
  public static final ClientKey<Boolean> HIGH_STANDING = ClientKey.of("maxclients-reserved");

  /** A power of two. Ids go to the shards by turns, so that few threads meet at one. */
  private static final int SHARDS = 16;

  private final AtomicLong lastId = new AtomicLong();
  private final Places places = new Places();
  private final AtomicInteger blocked = new AtomicInteger();
  private final Shard[] shards = new Shard[SHARDS];

  public ClientTable() {
    for (int i = 0; i < SHARDS; i++) {
      shards[i] = new Shard();
    }
  }

  /** The places. */
  public Places places() {
    return places;
  }

  /** How many places are taken: all clients, and those admitted a moment ago. */
  public int size() {
    return places.size();
  }

  /**
   * Closes the client that has been idle for the longest time, to give its place to a newcomer of
   * higher standing. Spared are those of higher standing themselves, subscribers, and those with
   * {@code CLIENT NO-EVICT}.
   *
   * @return whether there was one: its place is the caller's now, to {@link Places#release} once
   */
  public boolean evictLongestIdle() {
    while (true) {
      ConnectedClient longest = null; // null: none found yet
      for (Shard shard : shards) {
        longest = shard.longestIdle(longest);
      }
      if (longest == null) {
        return false;
      }
      if (evict(longest)) {
        return true;
      }
    }
  }

  private boolean evict(ConnectedClient client) {
    // A client changes its state under its own lock: it cannot leave before its place is passed on.
    synchronized (client) {
      if (client.isClosing()) {
        return false;
      }
      places.passOn();
      client.move(ClientState.CLOSING, CloseReason.MAXCLIENTS_FULL);
    }
    remove(client); // Or it would be listed for a moment, one too many.
    client.link().close(CloseReason.MAXCLIENTS_FULL);
    return true;
  }

  /** So many more clients, or fewer, wait before their next command runs. */
  public void blocked(int more) {
    blocked.addAndGet(more);
  }

  /** How many clients wait before their next command runs. */
  public int blocked() {
    return blocked.get();
  }

  /** An id that no client of this table had or will have. */
  public long nextId() {
    return lastId.incrementAndGet();
  }

  /** Enters a client that is wholly made. */
  public void add(ConnectedClient client) {
    shard(client.id()).add(client);
  }

  /** Removes a client; whether it was in the table. */
  public boolean remove(ConnectedClient client) {
    return shard(client.id()).remove(client);
  }

  /** The client of that id, empty if it has left or never was. */
  public Optional<ConnectedClient> byId(long id) {
    return shard(id).find(id);
  }

  /** Those that the filter takes, oldest first; a list of the caller's own. */
  public List<ConnectedClient> list(ClientFilter filter) {
    List<ConnectedClient> found = new ArrayList<>(size() + SHARDS);
    for (Shard shard : shards) {
      shard.copyTo(found);
    }
    found.removeIf(client -> !filter.accepts(client));
    // Sixteen runs, each in order already: cheap to merge.
    found.sort(Comparator.comparingLong(ConnectedClient::id));
    return found;
  }

  /** The table as an embedding program sees it. */
  public Clients view() {
    return new Clients() {
      @Override
      public int size() {
        return ClientTable.this.size();
      }

      @Override
      public Optional<Client> find(long id) {
        return byId(id).map(client -> client);
      }

      @Override
      public List<Client> list() {
        return List.copyOf(ClientTable.this.list(ClientFilter.ALL));
      }
    };
  }

  private Shard shard(long id) {
    return shards[(int) id & (SHARDS - 1)];
  }
}
