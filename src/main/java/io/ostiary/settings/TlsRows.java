package io.ostiary.settings;

import static io.ostiary.settings.DirectiveRow.live;

import io.ostiary.settings.NumberTypes.Seconds;
import io.ostiary.settings.NumberTypes.WholeNumber;
import io.ostiary.settings.WordTypes.OneOf;
import io.ostiary.settings.WordTypes.Text;
import io.ostiary.settings.WordTypes.WordList;
import io.ostiary.settings.WordTypes.YesNo;
import java.time.Duration;
import java.util.List;

/** The rows of {@link Directives} about TLS for those who connect. */
final class TlsRows {

  private static final String PATH = "the path of a file in PEM, or \"\" for none";

  static final DirectiveRow<Integer> PORT =
      live(
              "tls-port",
              new WholeNumber(
                  -1,
                  65_535,
                  "a port from 1 to 65535, 0 for none, or -1 for a free one that the system"
                      + " chooses"),
              0,
              "TCP port with TLS; 0 for none, -1 lets the system choose")
          .withExample("6380");

  static final DirectiveRow<String> CERT_FILE =
      live("tls-cert-file", new Text(PATH), "", "certificate of the server, and its chain")
          .withExample("/etc/ostiary/server.crt");

  static final DirectiveRow<String> KEY_FILE =
      live("tls-key-file", new Text(PATH), "", "private key of that certificate")
          .withExample("/etc/ostiary/server.key");

  static final DirectiveRow<Secret> KEY_FILE_PASS =
      live(
              "tls-key-file-pass",
              new Password("a passphrase in one word or in quotes, or \"\" for none"),
              Secret.NONE,
              "passphrase of the private keys that are encrypted")
          .secret()
          .withExample("\"a long secret\"");

  static final DirectiveRow<List<String>> SNI_CERT_FILES =
      live(
              "tls-sni-cert-files",
              new WordList("paths of files in PEM without spaces, or \"\" for none"),
              List.of(),
              "more certificates, for clients that name a host of theirs")
          .withExample("/etc/ostiary/a.crt /etc/ostiary/b.crt");

  static final DirectiveRow<List<String>> SNI_KEY_FILES =
      live(
              "tls-sni-key-files",
              new WordList("paths of files in PEM without spaces, or \"\" for none"),
              List.of(),
              "private keys of those certificates, in the same order")
          .withExample("/etc/ostiary/a.key /etc/ostiary/b.key");

  static final DirectiveRow<String> CA_CERT_FILE =
      live("tls-ca-cert-file", new Text(PATH), "", "certificates that clients' must come from")
          .withExample("/etc/ostiary/ca.crt");

  static final DirectiveRow<String> CA_CERT_DIR =
      live(
              "tls-ca-cert-dir",
              new Text("the path of a folder with files in PEM, or \"\" for none"),
              "",
              "folder of certificates that clients' must come from")
          .withExample("/etc/ostiary/ca");

  static final DirectiveRow<TlsAuthClients> AUTH_CLIENTS =
      live(
          "tls-auth-clients",
          OneOf.of(TlsAuthClients.class),
          TlsAuthClients.YES,
          "whether clients show a certificate: yes, no or optional");

  static final DirectiveRow<TlsAuthClientsUser> AUTH_CLIENTS_USER =
      live(
          "tls-auth-clients-user",
          OneOf.of(TlsAuthClientsUser.class),
          TlsAuthClientsUser.OFF,
          "what of a client's certificate names the user that it logs in: cn, uri or off");

  static final DirectiveRow<List<String>> PROTOCOLS =
      live(
          "tls-protocols",
          new WordList("TLSv1.2, TLSv1.3 or both"),
          List.of("TLSv1.2", "TLSv1.3"),
          "versions of TLS that are spoken");

  static final DirectiveRow<String> CIPHERS =
      live(
              "tls-ciphers",
              new Text("names of cipher suites with colons between them, or \"\" for the usual"),
              "",
              "cipher suites of TLS 1.2; empty for the usual ones")
          .withExample("ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256");

  static final DirectiveRow<String> CIPHERSUITES =
      live(
              "tls-ciphersuites",
              new Text("names of cipher suites with colons between them, or \"\" for the usual"),
              "",
              "cipher suites of TLS 1.3; empty for the usual ones")
          .withExample("TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384");

  static final DirectiveRow<Boolean> PREFER_SERVER_CIPHERS =
      live(
          "tls-prefer-server-ciphers",
          new YesNo(),
          false,
          "choose the cipher suite by our order, not by the client's");

  static final DirectiveRow<Boolean> SESSION_CACHING =
      live(
          "tls-session-caching",
          new YesNo(),
          true,
          "let clients resume a session without a whole handshake");

  static final DirectiveRow<Integer> SESSION_CACHE_SIZE =
      live(
          "tls-session-cache-size",
          new WholeNumber(0, Integer.MAX_VALUE, "a number of sessions, 0 for no bound"),
          20 * 1024,
          "sessions that are kept to be resumed; 0 for no bound");

  static final DirectiveRow<Duration> SESSION_CACHE_TIMEOUT =
      live(
          "tls-session-cache-timeout",
          new Seconds(),
          Duration.ofMinutes(5),
          "seconds for which a session may be resumed");

  static final DirectiveRow<Integer> HANDSHAKE_TIMEOUT =
      live(
          "tls-handshake-timeout",
          new WholeNumber(1, 3_600, "a number of seconds from 1 to 3600"),
          10,
          "seconds that a handshake may take, from the accept on");

  static final DirectiveRow<Integer> MAX_HANDSHAKES =
      live(
          "tls-max-handshakes",
          new WholeNumber(1, 65_535),
          256,
          "handshakes at work at once; beyond it the newest is next");

  static final DirectiveRow<Integer> REFUSAL_HANDSHAKES =
      live(
          "tls-refusal-handshakes",
          new WholeNumber(0, 1_024),
          16,
          "refused peers that get their handshake at once, so that they can read why");

  static final DirectiveRow<Duration> AUTO_RELOAD_INTERVAL =
      live(
          "tls-auto-reload-interval",
          new Seconds(),
          Duration.ofMinutes(1),
          "seconds between two looks for files that have changed; 0 takes none by itself");

  static final DirectiveRow<Integer> MAX_NEW_CONNECTIONS_PER_CYCLE =
      live(
          "max-new-tls-connections-per-cycle",
          new WholeNumber(1, 1_000),
          1,
          "handshakes that begin in one turn of an event loop");

  private TlsRows() {}
}
