package io.ostiary;

import io.ostiary.admission.Arrival;
import io.ostiary.listen.ProxyHeaders;
import io.ostiary.listen.ProxyHeaders.Refusal;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.stats.Stats;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a server does about the PROXY protocol: the names and texts of what is refused for it. */
final class ProxyProtocol {

  private ProxyProtocol() {}

  /** By what refusals are counted, listed and logged. */
  static List<String> refusals() {
    return Arrays.stream(Refusal.values()).map(ProxyProtocol::name).toList();
  }

  private static String name(Refusal why) {
    return "proxy-protocol-" + why.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The headers of a server with these settings. */
  static ProxyHeaders headers(
      LiveSettings settings, int most, AdmissionFeature admission, Stats stats) {
    return new ProxyHeaders(
        () -> settings.now().get(Directives.PROXY_PROTOCOL_NETWORKS),
        () -> settings.now().get(Directives.PROXY_PROTOCOL_TIMEOUT),
        most,
        (why, proxy, listener) -> {
          stats.connectionRejected();
          admission.refused(name(why), new Arrival(proxy, listener), reason(why));
        });
  }

  private static String reason(Refusal why) {
    return switch (why) {
      case UNTRUSTED -> "nothing; it is in none of proxy-protocol-networks";
      case MISSING -> "nothing; it does not begin with a header of the PROXY protocol";
      case MALFORMED -> "nothing; its header is against the PROXY protocol";
      case LATE -> "nothing; its header was not complete in time (proxy-protocol-timeout)";
      case TOO_MANY -> "nothing; too many headers of the PROXY protocol are waited for";
    };
  }
}
