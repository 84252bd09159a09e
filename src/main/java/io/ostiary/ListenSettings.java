package io.ostiary;

import io.ostiary.admission.DescriptorLimit;
import io.ostiary.listen.BindAddress;
import io.ostiary.listen.ListenPlan;
import io.ostiary.listen.ListenerSpec;
import io.ostiary.settings.ConfigurationException;
import io.ostiary.settings.Directive;
import io.ostiary.settings.Directives;
import io.ostiary.settings.ListenerProfile;
import io.ostiary.settings.NamedListener;
import io.ostiary.settings.SettingException;
import io.ostiary.settings.Settings;
import java.util.ArrayList;
import java.util.List;

/** What the directives say of listening. Safe from any thread. */
final class ListenSettings {

  /** What {@link #check} looks at. */
  static final List<Directive<?>> GUARDED =
      List.of(Directives.LISTENER, Directives.PROXY_PROTOCOL, Directives.PROXY_PROTOCOL_NETWORKS);

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
    add(ListenerProfile.TCP, settings.get(Directives.PORT), settings, tcp);
    add(ListenerProfile.TLS, settings.get(Directives.TLS_PORT), settings, tcp);
    String path = settings.get(Directives.UNIXSOCKET);
    if (!path.isEmpty()) {
      unix.add(unix(ListenerProfile.UNIX, path, settings, backlog));
    }
  }

  private static void add(
      ListenerProfile profile, int port, Settings settings, List<ListenPlan.TcpPort> ports) {
    if (port != 0) {
      List<BindAddress> addresses = BindAddress.parseAll(settings.get(Directives.BIND));
      int backlog = settings.get(Directives.TCP_BACKLOG);
      boolean byProxy = settings.get(Directives.PROXY_PROTOCOL);
      ListenerProfile actual =
          new ListenerProfile(profile.name(), profile.role(), profile.tls(), byProxy);
      ports.add(new ListenPlan.TcpPort(actual, addresses, port, backlog));
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
    boolean anyProxy = settings.get(Directives.PROXY_PROTOCOL);
    for (NamedListener listener : settings.get(Directives.LISTENER)) {
      anyProxy |= listener.profile().proxyProtocol() && listener.unixSocket().isEmpty();
    }
    if (anyProxy && settings.get(Directives.PROXY_PROTOCOL_NETWORKS).isEmpty()) {
      throw refused(
          "the PROXY protocol is asked for, but proxy-protocol-networks names no proxy that is"
              + " believed, so nobody could come in; for example: proxy-protocol-networks "
              + Directives.PROXY_PROTOCOL_NETWORKS.example());
    }
  }

  private static SettingException refused(String reason) {
    return new SettingException(Directives.LISTENER.name(), reason);
  }

  /**
   * How many descriptors there are for clients beside the listening sockets and those whose header
   * of the PROXY protocol is waited for.
   *
   * @throws ConfigurationException if it would listen unguarded
   */
  static DescriptorLimit descriptors(Settings settings, int eventLoops) {
    try {
      check(settings);
    } catch (SettingException e) {
      throw new ConfigurationException("bad configuration: " + e.getMessage());
    }
    ListenPlan plan = plan(settings);
    // Where instances share a socket these are more than there will be: a few places too few.
    DescriptorLimit limit = DescriptorLimit.ofThisProcess(eventLoops * plan.sockets());
    return plan.hasProxyProtocol()
        ? new DescriptorLimit(limit.limit(), limit.reserved() + limit.lingering())
        : limit;
  }
}
