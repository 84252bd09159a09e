package io.ostiary.gateway;

import io.ostiary.listen.ClientTls;
import io.ostiary.listen.Destination;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.Settings;
import io.ostiary.settings.UpstreamUrl;
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
    UpstreamUrl.Host host = url.hosts().get(0);
    Optional<ClientTls> tls =
        url.scheme() == UpstreamUrl.Scheme.REDISS ? Optional.of(tls(settings)) : Optional.empty();
    return new Destination.Tcp(host.name(), host.port(), tls);
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

  /** How the servers behind are found. */
  static Servers servers(LiveSettings settings) {
    return url(settings.now()).scheme() == UpstreamUrl.Scheme.SENTINEL
        ? new Sentinels(() -> url(settings.now()))
        : new OneServer();
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
