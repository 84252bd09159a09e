package io.ostiary;

import io.ostiary.listen.BindAddress;
import io.ostiary.listen.ListenPlan;
import io.ostiary.listen.ListenerSpec;
import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Directives;
import io.ostiary.settings.ListenerProfile;
import io.ostiary.settings.NamedListener;
import io.ostiary.settings.SettingException;
import io.ostiary.settings.Settings;
import java.util.ArrayList;
import java.util.List;

/** What the directives say of listening. Safe from any thread. */
final class ListenSettings {

  private ListenSettings() {}

  /** Where these settings say to listen. */
  static ListenPlan plan(Settings settings) {
    List<ListenPlan.TcpPort> tcp = new ArrayList<>();
    List<ListenerSpec.Unix> unix = new ArrayList<>();
    addUnnamed(settings, tcp, unix);
    for (NamedListener listener : settings.get(Directives.LISTENER)) {
      int backlog = listener.backlog().orElse(settings.get(Directives.TCP_BACKLOG));
      if (listener.unixSocket().isEmpty()) {
        List<BindAddress> addresses = BindAddress.parseAll(listener.bind());
        tcp.add(new ListenPlan.TcpPort(listener.profile(), addresses, listener.port(), backlog));
      } else {
        unix.add(unix(listener.profile(), listener.unixSocket(), settings, backlog));
      }
    }
    return new ListenPlan(tcp, unix);
  }

  private static void addUnnamed(
      Settings settings, List<ListenPlan.TcpPort> tcp, List<ListenerSpec.Unix> unix) {
    int backlog = settings.get(Directives.TCP_BACKLOG);
    int port = settings.get(Directives.PORT);
    if (port != 0) {
      List<BindAddress> addresses = BindAddress.parseAll(settings.get(Directives.BIND));
      tcp.add(new ListenPlan.TcpPort(ListenerProfile.TCP, addresses, port, backlog));
    }
    String path = settings.get(Directives.UNIXSOCKET);
    if (!path.isEmpty()) {
      unix.add(unix(ListenerProfile.UNIX, path, settings, backlog));
    }
  }

  private static ListenerSpec.Unix unix(
      ListenerProfile profile, String path, Settings settings, int backlog) {
    return new ListenerSpec.Unix(
        profile,
        path,
        settings.get(Directives.UNIXSOCKETPERM),
        settings.get(Directives.UNIXSOCKETGROUP),
        backlog);
  }

  /**
   * Refuses what would listen unguarded.
   *
   * @throws SettingException with the reason
   */
  static void check(Settings settings) {
    for (NamedListener listener : settings.get(Directives.LISTENER)) {
      if (listener.profile().tls()) {
        throw new SettingException(
            Directives.LISTENER.name(),
            "listener " + listener.name() + ": tls=yes is not supported yet");
      }
      if (listener.profile().proxyProtocol()) {
        throw new SettingException(
            Directives.LISTENER.name(),
            "listener " + listener.name() + ": proxy-protocol=yes is not supported yet");
      }
    }
  }

  /** The same at the start. */
  static void checkAtStart(Settings settings) {
    try {
      check(settings);
    } catch (SettingException e) {
      throw new ConfigurationException("bad configuration: " + e.getMessage());
    }
  }
}
