package io.ostiary.tls;

import io.ostiary.settings.Directive;
import io.ostiary.settings.Directives;
import io.ostiary.settings.Secret;
import io.ostiary.settings.Settings;
import io.ostiary.settings.TlsAuthClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the directives say of TLS. Immutable; nothing is read yet.
 *
 * @param pairs certificates with their keys; the first is for clients that name no other's host
 * @param passphrase of the keys that are encrypted; empty for none
 * @param caFile whom clients' certificates must come from; empty for none
 * @param caFolder the same, as a folder; empty for none
 * @param protocols versions by the names that Java has for them
 * @param ciphers cipher suites by the names that Java has for them; empty for the usual ones
 * @param cacheSize how many sessions are kept, 0 for no bound
 */
record TlsConfig(
    List<Pair> pairs,
    Secret passphrase,
    String caFile,
    String caFolder,
    TlsAuthClients authClients,
    List<String> protocols,
    List<String> ciphers,
    boolean prefersServerCiphers,
    boolean cachesSessions,
    int cacheSize,
    Duration cacheTimeout) {

  /** Those whose change makes other contexts. */
  static final List<Directive<?>> DIRECTIVES =
      List.of(
          Directives.TLS_CERT_FILE,
          Directives.TLS_KEY_FILE,
          Directives.TLS_KEY_FILE_PASS,
          Directives.TLS_SNI_CERT_FILES,
          Directives.TLS_SNI_KEY_FILES,
          Directives.TLS_CA_CERT_FILE,
          Directives.TLS_CA_CERT_DIR,
          Directives.TLS_AUTH_CLIENTS,
          Directives.TLS_PROTOCOLS,
          Directives.TLS_CIPHERS,
          Directives.TLS_CIPHERSUITES,
          Directives.TLS_PREFER_SERVER_CIPHERS,
          Directives.TLS_SESSION_CACHING,
          Directives.TLS_SESSION_CACHE_SIZE,
          Directives.TLS_SESSION_CACHE_TIMEOUT,
          Directives.TLS_PORT,
          Directives.LISTENER);

  private static final List<String> SPOKEN = List.of("TLSv1.2", "TLSv1.3");

  /** A certificate and its key, as paths of files. */
  record Pair(String certificateFile, String keyFile) {}

  /** Whether these settings ask for TLS at all. */
  static boolean isWanted(Settings settings) {
    return settings.get(Directives.TLS_PORT) != 0
        || settings.get(Directives.LISTENER).stream()
            .anyMatch(listener -> listener.profile().tls());
  }

  /**
   * Reads the directives.
   *
   * @throws TlsException if they do not fit each other
   */
  static TlsConfig of(Settings settings) {
    TlsConfig config =
        new TlsConfig(
            pairs(settings),
            settings.get(Directives.TLS_KEY_FILE_PASS),
            settings.get(Directives.TLS_CA_CERT_FILE),
            settings.get(Directives.TLS_CA_CERT_DIR),
            settings.get(Directives.TLS_AUTH_CLIENTS),
            protocols(settings.get(Directives.TLS_PROTOCOLS)),
            CipherNames.read(
                settings.get(Directives.TLS_CIPHERS), settings.get(Directives.TLS_CIPHERSUITES)),
            settings.get(Directives.TLS_PREFER_SERVER_CIPHERS),
            settings.get(Directives.TLS_SESSION_CACHING),
            settings.get(Directives.TLS_SESSION_CACHE_SIZE),
            settings.get(Directives.TLS_SESSION_CACHE_TIMEOUT));
    if (config.asksClients() && config.caFile().isEmpty() && config.caFolder().isEmpty()) {
      throw new TlsException(
          "tls-auth-clients "
              + config.authClients().name().toLowerCase(Locale.ROOT)
              + " needs to know whose certificates are trusted: set tls-ca-cert-file or"
              + " tls-ca-cert-dir, or let everybody in by: tls-auth-clients no");
    }
    return config;
  }

  /** Whether clients are asked for a certificate. */
  boolean asksClients() {
    return authClients != TlsAuthClients.NO;
  }

  private static List<Pair> pairs(Settings settings) {
    String certificate = settings.get(Directives.TLS_CERT_FILE);
    String key = settings.get(Directives.TLS_KEY_FILE);
    if (certificate.isEmpty() || key.isEmpty()) {
      throw new TlsException(
          "TLS needs a certificate and its key: "
              + (certificate.isEmpty() ? "tls-cert-file" : "tls-key-file")
              + " is not set; for example: tls-cert-file /etc/ostiary/server.crt and tls-key-file"
              + " /etc/ostiary/server.key");
    }
    List<String> certificates = settings.get(Directives.TLS_SNI_CERT_FILES);
    List<String> keys = settings.get(Directives.TLS_SNI_KEY_FILES);
    if (certificates.size() != keys.size()) {
      throw new TlsException(
          "tls-sni-cert-files names "
              + certificates.size()
              + " files and tls-sni-key-files "
              + keys.size()
              + ": each certificate has its key, in the same order");
    }
    List<Pair> pairs = new ArrayList<>();
    pairs.add(new Pair(certificate, key));
    for (int i = 0; i < keys.size(); i++) {
      pairs.add(new Pair(certificates.get(i), keys.get(i)));
    }
    return List.copyOf(pairs);
  }

  private static List<String> protocols(List<String> words) {
    List<String> protocols = new ArrayList<>();
    for (String word : words.isEmpty() ? SPOKEN : words) {
      protocols.add(
          SPOKEN.stream()
              .filter(word::equalsIgnoreCase)
              .findFirst()
              .orElseThrow(
                  () ->
                      new TlsException(
                          "tls-protocols takes TLSv1.2 and TLSv1.3, not "
                              + word
                              + ": the older ones are broken and not spoken here")));
    }
    return List.copyOf(protocols);
  }
}
