package io.ostiary.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file in PEM, and the directive that names it, for messages. Text between the blocks does not
 * matter. Immutable; reading it blocks.
 *
 * @param content a character for each byte
 */
record PemFile(String directive, Path path, String content) {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  /** A file of a certificate or key has a few kilobytes, one of authorities some hundred. */
  private static final long MOST_BYTES = 16L << 20;

  /**
   * One block.
   *
   * @param label as in {@code BEGIN CERTIFICATE}
   * @param body what stands between its lines
   */
  record Block(String label, String body) {

    /** Whether it is a private key of any kind. */
    boolean isPrivateKey() {
      return label.endsWith("PRIVATE KEY");
    }
  }

  /**
   * Reads the file.
   *
   * @throws TlsException if it cannot be read
   */
  static PemFile read(String directive, String path) {
    try {
      Path file = Path.of(path);
      if (Files.size(file) > MOST_BYTES) {
        throw new TlsException(directive + " " + path + " is too large for a file in PEM");
      }
      // As good as any: what stands between the blocks may be in any encoding.
      return new PemFile(directive, file, Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      throw new TlsException(directive + " " + path + ": there is no such file", e);
    } catch (IOException | InvalidPathException e) {
      throw new TlsException(
          directive
              + " "
              + path
              + " cannot be read ("
              + e.getClass().getSimpleName()
              + "): it is to be a file that this process may read",
          e);
    }
  }

  /** All blocks, in order. */
  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    Matcher found = BLOCK.matcher(content);
    while (found.find()) {
      blocks.add(new Block(found.group(1), found.group(2)));
    }
    return blocks;
  }

  /**
   * The bytes of a block.
   *
   * @throws TlsException if it is not base64
   */
  byte[] bytes(Block block) {
    try {
      return Base64.getMimeDecoder().decode(block.body());
    } catch (IllegalArgumentException e) {
      throw wrong("its " + block.label() + " is damaged", e);
    }
  }

  /**
   * The certificates in it, in order; none where it has none.
   *
   * @throws TlsException if one is damaged
   */
  List<X509Certificate> certificates() {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks()) {
      if (block.label().equals("CERTIFICATE") || block.label().equals("X509 CERTIFICATE")) {
        certificates.add(certificate(bytes(block)));
      }
    }
    return certificates;
  }

  private X509Certificate certificate(byte[] encoded) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(encoded));
    } catch (CertificateException e) {
      throw wrong("a certificate in it is damaged", e);
    }
  }

  TlsException wrong(String reason, Throwable cause) {
    return new TlsException(this + ": " + reason, cause);
  }

  TlsException wrong(String reason) {
    return wrong(reason, null);
  }

  /** As messages name it. */
  @Override
  public String toString() {
    return directive + " " + path;
  }
}
