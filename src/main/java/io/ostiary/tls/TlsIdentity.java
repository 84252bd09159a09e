package io.ostiary.tls;

import io.ostiary.settings.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.naming.InvalidNameException;

/**
 * A certificate of the server with those between it and an authority, and its private key, which
 * fits. Immutable.
 *
 * @param name the file of the certificate, as messages name it
 * @param chain the server's own first
 */
record TlsIdentity(String name, List<X509Certificate> chain, PrivateKey key) {

  private static final int DNS_NAME = 2;

  /**
   * Makes one of two files.
   *
   * @throws TlsException if one of them cannot be used, or they do not belong together
   */
  static TlsIdentity of(PemFile certificates, PemFile keyFile, Secret passphrase) {
    List<X509Certificate> chain = certificates.certificates();
    if (chain.isEmpty()) {
      throw certificates.wrong(
          "there is no certificate in it; right is a file with BEGIN CERTIFICATE");
    }
    PrivateKey key = PrivateKeys.read(keyFile, passphrase);
    if (!fits(key, chain.get(0).getPublicKey())) {
      throw keyFile.wrong("it is not the key of the certificate in " + certificates.path());
    }
    return new TlsIdentity(certificates.toString(), List.copyOf(chain), key);
  }

  /** What one has signed is verified by the other. */
  private static boolean fits(PrivateKey key, PublicKey publicKey) {
    try {
      Signature signature = Signature.getInstance(signatureAlgorithm(publicKey));
      byte[] text = {1, 2, 3};
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false; // a key of another algorithm
    }
  }

  private static String signatureAlgorithm(PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA", "RSASSA-PSS" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }

  /** The server's own certificate. */
  X509Certificate certificate() {
    return chain.get(0);
  }

  /** Until when all certificates of the chain are valid. */
  Instant validUntil() {
    return chain.stream()
        .map(certificate -> certificate.getNotAfter().toInstant())
        .min(Instant::compareTo)
        .orElseThrow();
  }

  /**
   * Looks whether it is valid at a time.
   *
   * @throws TlsException if it has expired or is not valid yet
   */
  void requireValid(Instant now) {
    if (validUntil().isBefore(now)) {
      throw new TlsException(name + ": the certificate has expired at " + validUntil());
    }
    Instant from = certificate().getNotBefore().toInstant();
    if (from.isAfter(now)) {
      throw new TlsException(name + ": the certificate is not valid before " + from);
    }
  }

  /** The SHA-256 of its certificate, in hexadecimal digits. */
  String fingerprint() {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate().getEncoded()));
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The hosts that it is for; the first label may be a star. */
  Set<String> hosts() {
    Set<String> hosts = new LinkedHashSet<>();
    try {
      Collection<List<?>> names = certificate().getSubjectAlternativeNames();
      if (names != null) {
        for (List<?> one : names) {
          if (one.get(0) instanceof Integer kind && kind == DNS_NAME) {
            hosts.add((String) one.get(1));
          }
        }
      } else {
        hosts.addAll(CertificateUser.commonNames(certificate()));
      }
    } catch (CertificateParsingException | InvalidNameException e) {
      throw new TlsException(name + ": the names in the certificate cannot be read", e);
    }
    return hosts;
  }
}
