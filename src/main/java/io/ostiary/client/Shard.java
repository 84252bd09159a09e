package io.ostiary.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Part of the table of clients, in the order of their ids. Safe from any thread; its lock is held
 * for a search or a copy, never while foreign code runs.
 *
 * <p>A list, although clients leave from the middle of it: to close a gap moves some hundred
 * references that lie side by side, while a hash table or a tree would cost every client two
 * objects more.
 */
final class Shard {

  private final List<ConnectedClient> clients = new ArrayList<>();

  synchronized void add(ConnectedClient client) {
    // Ids grow, so this is the end, unless a thread that took its id earlier comes later.
    int place = clients.size();
    while (place > 0 && clients.get(place - 1).id() > client.id()) {
      place--;
    }
    clients.add(place, client);
  }

  synchronized boolean remove(ConnectedClient client) {
    int place = place(client.id());
    boolean found = place < clients.size() && clients.get(place) == client;
    if (found) {
      clients.remove(place);
    }
    return found;
  }

  synchronized Optional<ConnectedClient> find(long id) {
    int place = place(id);
    return place < clients.size() && clients.get(place).id() == id
        ? Optional.of(clients.get(place))
        : Optional.empty();
  }

  /** The longest idle of those that may be evicted and the one that was found before. */
  synchronized ConnectedClient longestIdle(ConnectedClient before) {
    ConnectedClient longest = before;
    for (ConnectedClient client : clients) {
      boolean longer =
          longest == null
              || client.activity().lastActiveMillis() < longest.activity().lastActiveMillis();
      if (longer && mayBeEvicted(client)) {
        longest = client;
      }
    }
    return longest;
  }

  private static boolean mayBeEvicted(ConnectedClient client) {
    return client.attribute(ClientTable.HIGH_STANDING) == null
        && !client.isExemptFromEviction()
        && !client.subscriptions().any()
        && !client.isClosing();
  }

  synchronized int size() {
    return clients.size();
  }

  synchronized void copyTo(List<ConnectedClient> all) {
    all.addAll(clients);
  }

  /** Where this id is, or would be. */
  private int place(long id) {
    int low = 0;
    int high = clients.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (clients.get(middle).id() < id) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
