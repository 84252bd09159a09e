package io.ostiary.gateway;

import io.ostiary.listen.ClientTls;
import io.ostiary.listen.Destination;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;
import io.ostiary.settings.UpstreamMode;
import io.ostiary.settings.UpstreamUrl;
import java.util.List;
import java.util.Optional;

/** What the directives of the server behind mean for connections to it. */
final class Upstreams {

  private Upstreams() {}

  /** Where it is. */
  static Destination destination(Settings settings) {
    UpstreamUrl url = url(settings);
    if (url.scheme() == UpstreamUrl.Scheme.UNIX) {
      return new Destination.Unix(url.path());
    }
    return destinations(settings).get(0);
  }

  /** Where all are that the URL names; they are at TCP ports. */
  static List<Destination> destinations(Settings settings) {
    return url(settings).hosts().stream()
        .map(host -> destination(settings, host.name(), host.port()))
        .toList();
  }

  /** A server of which another has told; it is reached as that is. */
  static Destination destination(Settings settings, String host, int port) {
    boolean usesTls = url(settings).scheme() == UpstreamUrl.Scheme.REDISS;
    return new Destination.Tcp(host, port, usesTls ? Optional.of(tls(settings)) : Optional.empty());
  }

  private static ClientTls tls(Settings settings) {
    String certificate = settings.get(Directives.UPSTREAM_TLS_CERT_FILE);
    String key = settings.get(Directives.UPSTREAM_TLS_KEY_FILE);
    Optional<ClientTls.Identity> identity =
        certificate.isEmpty()
            ? Optional.empty()
            : Optional.of(new ClientTls.Identity(certificate, key));
    String authorities = settings.get(Directives.UPSTREAM_TLS_CA_CERT_FILE);
    return new ClientTls(
        authorities.isEmpty() ? Optional.empty() : Optional.of(authorities), identity, true);
  }

  /** Whom the gateway logs in as. */
  static Identity identity(Settings settings) {
    UpstreamUrl url = url(settings);
    return url.hasCredentials() ? new Identity(url.user(), url.password()) : Identity.NONE;
  }

  /** Whether the server behind judges the logins of clients. */
  static boolean judgeLogins(Settings settings) {
    return switch (settings.get(Directives.UPSTREAM_AUTH)) {
      case GATEWAY -> false;
      case PASSTHROUGH -> true;
      case AUTO -> !url(settings).hasCredentials() && !StartCheck.hasUsers(settings);
    };
  }

  /** How the servers behind are found. */
  static Servers servers(LiveSettings settings) {
    UpstreamUrl url = url(settings.now());
    UpstreamMode mode = settings.now().get(Directives.UPSTREAM_MODE);
    if (url.scheme() == UpstreamUrl.Scheme.SENTINEL) {
      return new Sentinels(() -> url(settings.now()));
    }
    if (url.scheme() == UpstreamUrl.Scheme.UNIX || mode == UpstreamMode.SINGLE) {
      return new OneServer();
    }
    return new Cluster(settings, mode == UpstreamMode.CLUSTER || url.hosts().size() > 1);
  }

  /** Whether these lead to one server, and always the same. */
  static boolean isOneServer(Settings settings) {
    UpstreamUrl url = url(settings);
    return url.scheme() != UpstreamUrl.Scheme.SENTINEL && url.hosts().size() < 2;
  }

  /** The one that is set. */
  static UpstreamUrl url(Settings settings) {
    return settings.get(Directives.UPSTREAM).orElseThrow();
  }
}
