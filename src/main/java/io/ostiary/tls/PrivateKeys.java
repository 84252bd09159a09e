package io.ostiary.tls;

import io.ostiary.settings.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Reads private keys: PKCS#8, also encrypted, PKCS#1 and SEC 1. */
final class PrivateKeys {

  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

  private static final String FORMS =
      "a key in PKCS#8 (BEGIN PRIVATE KEY, BEGIN ENCRYPTED PRIVATE KEY), BEGIN RSA PRIVATE KEY or"
          + " BEGIN EC PRIVATE KEY";

  private PrivateKeys() {}

  /**
   * The private key of a file.
   *
   * @param passphrase for one that is encrypted
   * @throws TlsException if there is none, or it cannot be read
   */
  static PrivateKey read(PemFile file, Secret passphrase) {
    PemFile.Block block =
        file.blocks().stream()
            .filter(PemFile.Block::isPrivateKey)
            .findFirst()
            .orElseThrow(() -> file.wrong("there is no private key in it; right is " + FORMS));
    if (block.body().contains("ENCRYPTED")) {
      throw file.wrong(
          "its key is encrypted in an old form that is not read; make it one in PKCS#8, for"
              + " example: openssl pkcs8 -topk8 -in old.key -out new.key");
    }
    byte[] bytes = file.bytes(block);
    try {
      return switch (block.label()) {
        case "PRIVATE KEY" -> decode(bytes);
        case "ENCRYPTED PRIVATE KEY" -> decode(decrypted(file, bytes, passphrase));
        case "RSA PRIVATE KEY" -> decode(Pkcs8.ofPkcs1(bytes));
        case "EC PRIVATE KEY" -> decode(Pkcs8.ofSec1(bytes));
        default -> throw file.wrong("a " + block.label() + " is not read; right is " + FORMS);
      };
    } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw file.wrong("its private key is damaged or of an unknown kind; right is " + FORMS, e);
    }
  }

  private static PrivateKey decode(byte[] pkcs8) throws GeneralSecurityException {
    InvalidKeySpecException failure = new InvalidKeySpecException("a key of an unknown algorithm");
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException e) { // It may be of another.
        failure.addSuppressed(e);
      }
    }
    throw failure;
  }

  private static byte[] decrypted(PemFile file, byte[] encrypted, Secret passphrase) {
    if (passphrase.isEmpty()) {
      throw file.wrong("its key is encrypted; give its passphrase by tls-key-file-pass");
    }
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encrypted);
      // Of PBES2 the name is only that of a family, and the parameters' text names the member.
      String algorithm =
          info.getAlgName().startsWith("PBEWith")
              ? info.getAlgName()
              : info.getAlgParameters().toString();
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(Cipher.DECRYPT_MODE, key(algorithm, passphrase), info.getAlgParameters());
      return info.getKeySpec(cipher).getEncoded();
    } catch (GeneralSecurityException | IOException e) {
      throw file.wrong(
          "its key cannot be decrypted: tls-key-file-pass is not its passphrase, or it is encrypted"
              + " otherwise than by openssl pkcs8 -topk8",
          e);
    }
  }

  private static Key key(String algorithm, Secret passphrase) throws GeneralSecurityException {
    char[] characters = new String(passphrase.bytes(), StandardCharsets.UTF_8).toCharArray();
    return SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(characters));
  }
}
