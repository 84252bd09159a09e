package io.ostiary.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ostiary.listen.ClientTls;
import io.ostiary.peer.Certificates;
import io.ostiary.peer.Served;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import io.ostiary.settings.SettingException;
import io.ostiary.settings.Settings;
import io.ostiary.settings.TlsAuthClients;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which certificate is in force when files or directives change. */
final class LiveTlsTest {

  @TempDir private Path folder;

  private final Vertx vertx = Vertx.vertx();
  private Certificates certificates;
  private Path certificateFile;
  private Path keyFile;
  private Settings initial;
  private LiveSettings settings;
  private LiveTls tls;
  private String before;

  @BeforeEach
  void begin() throws IOException {
    certificates = Certificates.in(folder);
    certificateFile = folder.resolve("live.crt");
    keyFile = folder.resolve("live.key");
    put(certificates.server());
    initial =
        Settings.defaults()
            .with(Directives.TLS_PORT, 6380)
            .with(Directives.TLS_CERT_FILE, certificateFile.toString())
            .with(Directives.TLS_KEY_FILE, keyFile.toString())
            .with(Directives.TLS_AUTH_CLIENTS, TlsAuthClients.NO);
    start(initial);
  }

  private void start(Settings with) {
    settings = new LiveSettings(with);
    tls = LiveTls.of(with, blocking -> vertx.executeBlocking(blocking, false));
    tls.follow(settings);
    before = inForce();
  }

  @AfterEach
  void end() throws Exception {
    Served.await(vertx.close());
  }

  private void put(ClientTls.Identity identity) throws IOException {
    Files.copy(
        Path.of(identity.certificateFile()), certificateFile, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(Path.of(identity.keyFile()), keyFile, StandardCopyOption.REPLACE_EXISTING);
  }

  private String inForce() {
    return tls.now().fingerprint();
  }

  private String onDisk() {
    return TlsStatus.of(tls).orElseThrow().onDisk();
  }

  private void assertRefused(String reason) {
    tls.lookAtFiles(settings);
    assertThat(onDisk()).isEqualTo("refused");
    assertThat(inForce()).isEqualTo(before);
    assertThatThrownBy(() -> set("tls-cert-file", certificateFile.toString()))
        .hasMessageStartingWith(
            "CONFIG SET failed (possibly related to argument 'tls-cert-file') - Unable to update TLS"
                + " configuration. Check server logs. ")
        .hasMessageContaining(reason);
    assertThat(inForce()).isEqualTo(before);
  }

  private void set(String directive, String value) throws Exception {
    try {
      Served.await(settings.change(directive, value));
    } catch (ExecutionException e) {
      throw (SettingException) e.getCause();
    }
  }

  @Test
  void filesThatHaveNotChangedStayAsTheyAre() {
    ServerTls now = tls.now();
    tls.lookAtFiles(settings);
    assertThat(tls.now()).isSameAs(now);
    assertThat(onDisk()).isEqualTo("in-force");
    assertThat(TlsStatus.of(tls).orElseThrow().daysLeft()).isOne();
  }

  @Test
  void aNewCertificateWithItsKeyIsTaken() throws Exception {
    put(certificates.signed("next", "subjectAltName=IP:127.0.0.1"));
    tls.lookAtFiles(settings);
    assertThat(inForce()).isNotEqualTo(before);
    assertThat(onDisk()).isEqualTo("in-force");
  }

  @Test
  void aCertificateWhoseKeyIsNotThereYetIsRefusedUntilItIs() throws Exception {
    ClientTls.Identity next = certificates.signed("next", "subjectAltName=IP:127.0.0.1");
    Files.copy(
        Path.of(next.certificateFile()), certificateFile, StandardCopyOption.REPLACE_EXISTING);
    assertRefused("it is not the key of the certificate in " + certificateFile);
    put(next);
    tls.lookAtFiles(settings);
    assertThat(inForce()).isNotEqualTo(before);
    assertThat(onDisk()).isEqualTo("in-force");
  }

  @Test
  void anExpiredCertificateIsRefused() throws Exception {
    put(certificates.signed("expired", "/CN=expired", "basicConstraints=CA:false", "-days -1"));
    assertRefused("the certificate has expired at ");
  }

  @Test
  void aDamagedChainIsRefused() throws Exception {
    Files.writeString(
        certificateFile,
        Files.readString(certificateFile)
            + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    assertRefused("a certificate in it is damaged");
  }

  @Test
  void aFileThatIsGoneIsRefusedAndTheOneInForceStays() throws Exception {
    Files.delete(keyFile);
    assertRefused("tls-key-file " + keyFile + ": there is no such file");
    put(certificates.server());
    tls.lookAtFiles(settings);
    assertThat(onDisk()).isEqualTo("in-force");
  }

  @Test
  void nothingIsTakenByItselfWhereTheIntervalIsZero() throws Exception {
    start(initial.with(Directives.TLS_AUTO_RELOAD_INTERVAL, Duration.ZERO));
    put(certificates.signed("next", "subjectAltName=IP:127.0.0.1"));
    tls.lookAtFiles(settings);
    assertThat(inForce()).isEqualTo(before);
    assertThat(onDisk()).isEqualTo("changed");
    set("tls-cert-file", certificateFile.toString());
    assertThat(inForce()).isNotEqualTo(before);
    assertThat(onDisk()).isEqualTo("in-force");
  }

  @Test
  void configSetTakesAnotherFileOrLeavesAllAsItIs() throws Exception {
    ClientTls.Identity next = certificates.signed("next", "subjectAltName=IP:127.0.0.1");
    assertThatThrownBy(() -> set("tls-cert-file", next.certificateFile()))
        .hasMessageContaining("it is not the key of the certificate in");
    assertThat(settings.now().get(Directives.TLS_CERT_FILE)).isEqualTo(certificateFile.toString());
    Served.await(
        settings.change(
            List.of(
                Map.entry("tls-cert-file", bytes(next.certificateFile())),
                Map.entry("tls-key-file", bytes(next.keyFile())))));
    assertThat(inForce()).isNotEqualTo(before);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatCannotBeUsedIsNamedByItsDirective() {
    assertThatThrownBy(() -> set("tls-auth-clients", "yes"))
        .hasMessageContaining("set tls-ca-cert-file or tls-ca-cert-dir");
    assertThatThrownBy(() -> set("tls-protocols", "TLSv1.1")).hasMessageContaining("not TLSv1.1");
    assertThatThrownBy(() -> set("tls-ciphers", "HIGH:!aNULL:MEDIUM"))
        .hasMessageContaining("tls-ciphers does not know MEDIUM");
    assertThatThrownBy(() -> set("tls-ciphersuites", "ECDHE-RSA-AES128-GCM-SHA256"))
        .hasMessageContaining("of TLS 1.3");
    assertThat(settings.now()).isSameAs(initial);
    assertThatThrownBy(() -> set("tls-sni-cert-files", "/a.crt"))
        .hasMessageContaining("each certificate has its key");
    assertThatThrownBy(() -> set("tls-cert-file", ""))
        .hasMessageContaining("tls-cert-file is not set");
  }

  @Test
  void rulesOfOpensslAreTakenAsFarAsConfigurationsHaveThem() {
    List<String> usual = CipherNames.read("DEFAULT", "");
    assertThat(CipherNames.read("HIGH:!aNULL:!MD5:-RC4", "")).isEqualTo(usual);
    assertThat(CipherNames.read("DEFAULT:!ECDHE-RSA-CHACHA20-POLY1305", ""))
        .hasSize(usual.size() - 1)
        .doesNotContain("TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
    assertThat(CipherNames.read("", "")).isEmpty();
    assertThat(CipherNames.read("", "TLS_AES_256_GCM_SHA384")).contains("TLS_AES_256_GCM_SHA384");
  }

  @Test
  void aFolderOfAuthoritiesIsReadWhole() throws Exception {
    Path authorities = Files.createDirectory(folder.resolve("authorities"));
    set("tls-ca-cert-dir", authorities.toString());
    assertThatThrownBy(() -> set("tls-auth-clients", "yes"))
        .hasMessageContaining("there is no certificate in tls-ca-cert-file or tls-ca-cert-dir");
    Files.writeString(authorities.resolve("README"), "no certificate");
    Files.copy(Path.of(certificates.caFile()), authorities.resolve("ca.pem"));
    set("tls-auth-clients", "yes");
    assertThat(settings.now().get(Directives.TLS_AUTH_CLIENTS)).isEqualTo(TlsAuthClients.YES);
  }
}
