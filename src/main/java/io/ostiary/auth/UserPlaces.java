package io.ostiary.auth;

import io.ostiary.client.Client;
import io.ostiary.client.ClientKey;
import io.ostiary.client.ClientState;
import io.ostiary.client.ConnectedClient;
import io.ostiary.client.PlacesByKey;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import java.util.Optional;

/**
 * How many clients of each user are in: {@code maxclients-per-user}. Those that logged in before
 * the limit was set are not counted. Shared by all event loops and safe; a client's place is taken
 * and given back on its event loop.
 */
final class UserPlaces {

  private static final ClientKey<String> PLACE_OF = ClientKey.of("maxclients-per-user");

  private final LiveSettings settings;
  private final PlacesByKey<String> places = new PlacesByKey<>();

  UserPlaces(LiveSettings settings) {
    this.settings = settings;
  }

  /** Takes a place of this user for a client, instead of the one it has; whether it may be in. */
  boolean take(ConnectedClient client, String user) {
    int most = settings.now().get(Directives.MAXCLIENTS_PER_USER);
    if (client.state() == ClientState.GONE) {
      return true; // It has given back what it had, and would keep this for ever.
    }
    if (most == 0) {
      release(client);
      return true;
    }
    Optional<String> before = client.get(PLACE_OF);
    if (before.isPresent() && before.get().equals(user)) {
      return true;
    }
    if (!places.take(user, most)) {
      return false;
    }
    release(client);
    client.put(PLACE_OF, user);
    return true;
  }

  /** Gives back what a client has, if it has any. */
  void release(Client client) {
    Optional<String> place = client.get(PLACE_OF);
    if (place.isPresent()) {
      client.remove(PLACE_OF);
      places.release(place.get());
    }
  }
}
