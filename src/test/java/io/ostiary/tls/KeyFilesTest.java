package io.ostiary.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ostiary.peer.OpenSsl;
import io.ostiary.settings.Secret;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of private keys, and what is said of those that cannot be read. */
final class KeyFilesTest {

  @TempDir private static Path folder;

  private OpenSsl openssl;

  @BeforeEach
  void begin() {
    openssl = new OpenSsl(folder);
  }

  private static PrivateKey read(String file) {
    return read(file, Secret.NONE);
  }

  private static PrivateKey read(String file, Secret passphrase) {
    return PrivateKeys.read(
        PemFile.read("tls-key-file", folder.resolve(file).toString()), passphrase);
  }

  @Test
  void anRsaKeyIsTheSameInEveryForm() {
    openssl.run("genrsa -out rsa.key 2048");
    openssl.run("rsa -in rsa.key -traditional -out rsa1.key");
    openssl.run("pkcs8 -topk8 -in rsa.key -out rsa-secret.key -passout pass:sesame");
    openssl.run("pkcs8 -topk8 -v1 PBE-SHA1-3DES -in rsa.key -out rsa-old.key -passout pass:sesame");
    PrivateKey key = read("rsa.key");
    assertThat(key).isInstanceOf(RSAPrivateCrtKey.class);
    assertThat(read("rsa1.key")).isEqualTo(key);
    assertThat(read("rsa-secret.key", Secret.of("sesame"))).isEqualTo(key);
    assertThat(read("rsa-old.key", Secret.of("sesame"))).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"prime256v1", "secp384r1", "secp521r1"})
  void anEcKeyIsTheSameInEveryForm(String curve) {
    // Its parameters come before the key.
    openssl.run("ecparam -name " + curve + " -genkey -out ec1.key");
    openssl.run("ec -in ec1.key -out ec2.key");
    openssl.run("pkcs8 -topk8 -nocrypt -in ec1.key -out ec8.key");
    assertThat(number("ec1.key")).isEqualTo(number("ec8.key"));
    assertThat(number("ec2.key")).isEqualTo(number("ec8.key"));
  }

  private static BigInteger number(String ecKey) {
    return ((ECPrivateKey) read(ecKey)).getS();
  }

  @Test
  void anEncryptedKeyNeedsItsPassphrase() {
    openssl.run("genrsa -out plain.key 2048");
    openssl.run("pkcs8 -topk8 -in plain.key -out secret.key -passout pass:sesame");
    assertThatThrownBy(() -> read("secret.key"))
        .isInstanceOf(TlsException.class)
        .hasMessage(
            "tls-key-file "
                + folder.resolve("secret.key")
                + ": its key is encrypted; give its passphrase by tls-key-file-pass");
    assertThatThrownBy(() -> read("secret.key", Secret.of("wrong")))
        .hasMessageContaining("tls-key-file-pass is not its passphrase");
    assertThat(read("plain.key", Secret.of("for others"))).isNotNull();
  }

  @Test
  void theOldEncryptedFormIsNamedWithWhatToDo() {
    openssl.run("genrsa -out older.key 2048");
    openssl.run("rsa -in older.key -traditional -aes128 -out old.key -passout pass:sesame");
    assertThatThrownBy(() -> read("old.key", Secret.of("sesame")))
        .hasMessageContaining("old.key")
        .hasMessageContaining("openssl pkcs8 -topk8 -in old.key -out new.key");
  }

  @Test
  void whatIsNoKeyIsSaidToBeNone() throws Exception {
    Files.writeString(folder.resolve("text.key"), "no key at all");
    assertThatThrownBy(() -> read("text.key"))
        .hasMessageContaining("there is no private key in it");
    Files.writeString(
        folder.resolve("broken.key"),
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    assertThatThrownBy(() -> read("broken.key")).hasMessageContaining("damaged");
    Files.writeString(
        folder.resolve("dsa.key"),
        "-----BEGIN DSA PRIVATE KEY-----\nAAAA\n-----END DSA PRIVATE KEY-----\n");
    assertThatThrownBy(() -> read("dsa.key")).hasMessageContaining("DSA PRIVATE KEY is not read");
    assertThatThrownBy(() -> read("none.key")).hasMessageContaining("there is no such file");
  }
}
