package io.ostiary;

import io.ostiary.listen.BindAddress;
import io.ostiary.listen.ListenPlan;
import io.ostiary.listen.ListenerSpec;
import io.ostiary.settings.Directives;
import io.ostiary.settings.Settings;
import java.util.List;
import java.util.Optional;

/** What the directives say of listening. Safe from any thread. */
final class ListenSettings {

  private ListenSettings() {}

  /** How many sockets one instance listens on. */
  static long sockets(Settings settings) {
    return addresses(settings).size() + unix(settings).stream().count();
  }

  /** Where these settings say to listen. */
  static ListenPlan plan(Settings settings) {
    return new ListenPlan(addresses(settings), settings.get(Directives.PORT), unix(settings));
  }

  private static Optional<ListenerSpec.Unix> unix(Settings settings) {
    String path = settings.get(Directives.UNIXSOCKET);
    return path.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ListenerSpec.Unix(
                path,
                settings.get(Directives.UNIXSOCKETPERM),
                settings.get(Directives.UNIXSOCKETGROUP)));
  }

  /** The TCP addresses to listen on; none for port 0. */
  private static List<BindAddress> addresses(Settings settings) {
    return settings.get(Directives.PORT) == 0
        ? List.of()
        : BindAddress.parseAll(settings.get(Directives.BIND));
  }
}
