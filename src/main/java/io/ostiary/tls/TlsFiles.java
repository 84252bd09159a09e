package io.ostiary.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * All files that TLS needs, as they are at one time. Immutable; reading them blocks.
 *
 * @param pairs certificates and their keys
 * @param authorities where clients' certificates must come from
 */
record TlsFiles(TlsConfig config, List<Pair> pairs, List<PemFile> authorities) {

  /** The files of a {@link TlsConfig.Pair}. */
  record Pair(PemFile certificate, PemFile key) {}

  /**
   * Reads them.
   *
   * @throws TlsException if one cannot be read
   */
  static TlsFiles read(TlsConfig config) {
    List<Pair> pairs = new ArrayList<>();
    for (TlsConfig.Pair pair : config.pairs()) {
      String kind = pairs.isEmpty() ? "tls-" : "tls-sni-";
      String plural = pairs.isEmpty() ? "" : "s";
      pairs.add(
          new Pair(
              PemFile.read(kind + "cert-file" + plural, pair.certificateFile()),
              PemFile.read(kind + "key-file" + plural, pair.keyFile())));
    }
    return new TlsFiles(config, List.copyOf(pairs), authorities(config));
  }

  private static List<PemFile> authorities(TlsConfig config) {
    List<PemFile> files = new ArrayList<>();
    if (!config.asksClients()) {
      return files;
    }
    if (!config.caFile().isEmpty()) {
      files.add(PemFile.read("tls-ca-cert-file", config.caFile()));
    }
    if (!config.caFolder().isEmpty()) {
      addFolder(config.caFolder(), files);
    }
    return files;
  }

  private static void addFolder(String folder, List<PemFile> files) {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(folder))) {
      entries.forEach(paths::add);
    } catch (IOException | InvalidPathException e) {
      throw new TlsException(
          "tls-ca-cert-dir " + folder + " cannot be read: it is to be a folder of files in PEM", e);
    }
    paths.stream()
        .filter(Files::isRegularFile)
        .sorted()
        .forEach(path -> files.add(PemFile.read("tls-ca-cert-dir", path.toString())));
  }

  /** A digest of all their bytes: another one where a file has changed. */
  String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Pair pair : pairs) {
        add(pair.certificate(), digest);
        add(pair.key(), digest);
      }
      authorities.forEach(file -> add(file, digest));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Each file for itself: what one has lost may be what the next has gained. */
  private static void add(PemFile file, MessageDigest all) {
    try {
      all.update(
          MessageDigest.getInstance("SHA-256")
              .digest(file.content().getBytes(StandardCharsets.ISO_8859_1)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The server's certificates with their keys, checked.
   *
   * @throws TlsException if one cannot be used
   */
  List<TlsIdentity> identities() {
    return pairs.stream()
        .map(pair -> TlsIdentity.of(pair.certificate(), pair.key(), config.passphrase()))
        .toList();
  }

  /**
   * Looks whether all certificates of the server are valid at a time.
   *
   * @throws TlsException if one is not
   */
  static void requireValid(List<TlsIdentity> identities, Instant now) {
    identities.forEach(identity -> identity.requireValid(now));
  }

  /**
   * The certificates that clients' must come from.
   *
   * @throws TlsException if there is none where one is needed
   */
  List<X509Certificate> trusted() {
    List<X509Certificate> trusted =
        authorities.stream().flatMap(file -> file.certificates().stream()).toList();
    if (trusted.isEmpty() && config.asksClients()) {
      throw new TlsException(
          "there is no certificate in tls-ca-cert-file or tls-ca-cert-dir; right are files with"
              + " BEGIN CERTIFICATE");
    }
    return trusted;
  }
}
