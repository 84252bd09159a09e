package io.ostiary;

import io.ostiary.listen.BindAddress;
import io.ostiary.listen.ListenPlan;
import io.ostiary.listen.ListenerSpec;
import io.ostiary.settings.Directives;
import io.ostiary.settings.ListenerProfile;
import io.ostiary.settings.Settings;
import java.util.List;

/** What the directives say of listening. Safe from any thread. */
final class ListenSettings {

  private ListenSettings() {}

  /** Where these settings say to listen. */
  static ListenPlan plan(Settings settings) {
    return new ListenPlan(tcp(settings), unix(settings));
  }

  private static List<ListenPlan.TcpPort> tcp(Settings settings) {
    int port = settings.get(Directives.PORT);
    List<BindAddress> addresses = BindAddress.parseAll(settings.get(Directives.BIND));
    return port == 0
        ? List.of()
        : List.of(
            new ListenPlan.TcpPort(
                ListenerProfile.TCP, addresses, port, settings.get(Directives.TCP_BACKLOG)));
  }

  private static List<ListenerSpec.Unix> unix(Settings settings) {
    String path = settings.get(Directives.UNIXSOCKET);
    return path.isEmpty()
        ? List.of()
        : List.of(
            new ListenerSpec.Unix(
                ListenerProfile.UNIX,
                path,
                settings.get(Directives.UNIXSOCKETPERM),
                settings.get(Directives.UNIXSOCKETGROUP),
                settings.get(Directives.TCP_BACKLOG)));
  }
}
