package io.ostiary.tls;

import io.netty.handler.ssl.CipherSuiteConverter;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * The names of cipher suites: OpenSSL's, as Redis takes them, and Java's. Of OpenSSL's rules, which
 * Java does not have, those are taken that are found in configurations: the usual suites by {@code
 * DEFAULT} or {@code HIGH}, and suites or kinds of them that are taken away, as by {@code !aNULL}.
 */
final class CipherNames {

  private static final String RECOMMENDED_12 =
      "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
          + "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:"
          + "ECDHE-RSA-CHACHA20-POLY1305";

  private static final String USUAL_13 =
      "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";

  private static final Set<String> USUAL_WORDS = Set.of("DEFAULT", "HIGH", "ALL");

  /** Kinds that are in no suite that can be named here, so that nothing is to be taken away. */
  private static final Set<String> NEVER_SPOKEN =
      Set.of(
          "aNULL", "eNULL", "NULL", "EXPORT", "EXP", "LOW", "MEDIUM", "DES", "3DES", "RC2", "RC4",
          "IDEA", "SEED", "MD5", "PSK", "SRP", "DSS", "aDSS", "ADH", "AECDH", "SSLv2", "SSLv3");

  private CipherNames() {}

  /**
   * The suites of both versions of TLS by Java's names; empty if the usual ones are asked for.
   *
   * @throws TlsException if one is not known
   */
  static List<String> read(String ciphers, String ciphersuites) {
    if (ciphers.isEmpty() && ciphersuites.isEmpty()) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    // The newer version first: that is the order of preference where ours is asked for.
    add("tls-ciphersuites", ciphersuites.isEmpty() ? USUAL_13 : ciphersuites, names);
    add("tls-ciphers", ciphers.isEmpty() ? RECOMMENDED_12 : ciphers, names);
    return List.copyOf(names);
  }

  private static void add(String directive, String words, List<String> all) {
    boolean newer = directive.equals("tls-ciphersuites");
    Set<String> names = new LinkedHashSet<>();
    for (String word : words.split("[:, ]+", -1)) {
      boolean removes = word.startsWith("!") || word.startsWith("-");
      if (!newer && USUAL_WORDS.contains(word)) {
        names.addAll(List.of(RECOMMENDED_12.split(":")).stream().map(CipherNames::toJava).toList());
      } else if (removes && !newer) {
        remove(directive, word.substring(1), names);
      } else {
        names.add(known(directive, word));
      }
    }
    if (names.isEmpty()) {
      throw unknown(directive, words);
    }
    all.addAll(names);
  }

  /** What is taken away needs not be there. */
  private static void remove(String directive, String word, Set<String> names) {
    if (!NEVER_SPOKEN.contains(word)) {
      names.remove(known(directive, word));
    }
  }

  private static String known(String directive, String word) {
    boolean newer = directive.equals("tls-ciphersuites");
    String name = newer || word.startsWith("TLS_") ? word : toJava(word);
    boolean is13 = name != null && name.startsWith("TLS_") && !name.contains("_WITH_");
    if (name == null || is13 != newer || !known().contains(name)) {
      throw unknown(directive, word);
    }
    return name;
  }

  private static TlsException unknown(String directive, String word) {
    boolean newer = directive.equals("tls-ciphersuites");
    return new TlsException(
        directive
            + " does not know "
            + word
            + ": it takes names of cipher suites of TLS "
            + (newer ? "1.3" : "1.2")
            + ", for example: "
            + directive
            + " "
            + (newer ? USUAL_13 : RECOMMENDED_12));
  }

  private static String toJava(String openSslName) {
    return CipherSuiteConverter.toJava(openSslName, "TLS");
  }

  /** What Java knows is what both engines can speak. */
  private static Set<String> known() {
    try {
      return Set.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
