package io.ostiary.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ostiary.peer.Certificates;
import io.ostiary.settings.TlsAuthClientsUser;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a client's certificate names, and which names are none. */
final class CertificateUserTest {

  @TempDir private static Path folder;
  private static Certificates certificates;

  @BeforeAll
  static void begin() {
    certificates = Certificates.in(folder);
  }

  private static X509Certificate certificate(String name, String subject, String extensions) {
    String file = certificates.signed(name, subject, extensions, "-days 2").certificateFile();
    return PemFile.read("test", file).certificates().get(0);
  }

  private static Optional<String> user(X509Certificate certificate, TlsAuthClientsUser part) {
    return CertificateUser.of(session(certificate), part);
  }

  /** A session of a peer that has shown this; null for none. */
  private static SSLSession session(X509Certificate certificate) {
    return (SSLSession)
        Proxy.newProxyInstance(
            CertificateUserTest.class.getClassLoader(),
            new Class<?>[] {SSLSession.class},
            (proxy, method, arguments) -> {
              if (certificate == null) {
                throw new SSLPeerUnverifiedException("none");
              }
              return new Certificate[] {certificate};
            });
  }

  @Test
  void theCommonNameOrTheUriNamesTheUser() {
    X509Certificate both =
        certificate(
            "both", "/O=an org/CN=alice", "subjectAltName=URI:spiffe://test/bob,DNS:a.test");
    assertThat(user(both, TlsAuthClientsUser.CN)).contains("alice");
    assertThat(user(both, TlsAuthClientsUser.URI)).contains("spiffe://test/bob");
    assertThat(user(both, TlsAuthClientsUser.OFF)).isEmpty();
    X509Certificate neither = certificate("neither", "/O=an org", "subjectAltName=DNS:a.test");
    assertThat(user(neither, TlsAuthClientsUser.CN)).isEmpty();
    assertThat(user(neither, TlsAuthClientsUser.URI)).isEmpty();
  }

  @Test
  void whoHasShownNoneIsNobody() {
    assertThat(user(null, TlsAuthClientsUser.CN)).isEmpty();
  }

  @Test
  void twoNamesAreRefused() {
    X509Certificate two =
        certificate("two", "/CN=alice/CN=bob", "subjectAltName=URI:spiffe://a/a,URI:spiffe://b/b");
    assertThatThrownBy(() -> user(two, TlsAuthClientsUser.CN))
        .hasMessageContaining("more than one user");
    assertThatThrownBy(() -> user(two, TlsAuthClientsUser.URI))
        .hasMessageContaining("more than one user");
  }

  @Test
  void aNameWithAnEmbeddedZeroByteIsRefused() throws Exception {
    // openssl makes none, so one is changed; its signature does not matter here.
    X509Certificate harmless =
        certificate("harmless", "/CN=default_evil", "subjectAltName=URI:spiffe://default_evil");
    byte[] encoded =
        new String(harmless.getEncoded(), StandardCharsets.ISO_8859_1)
            .replace("default_evil", "default\0evil")
            .getBytes(StandardCharsets.ISO_8859_1);
    X509Certificate evil =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(encoded));
    assertThatThrownBy(() -> user(evil, TlsAuthClientsUser.CN))
        .isInstanceOf(TlsException.class)
        .hasMessageContaining("no plain text");
    // Java does not take it for a URI at all.
    assertThat(user(evil, TlsAuthClientsUser.URI)).isEmpty();
  }
}
