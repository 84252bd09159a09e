package io.ostiary.tls;

import io.netty.handler.ssl.CipherSuiteConverter;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * The names of cipher suites: OpenSSL's, as Redis takes them, and Java's. Rules of OpenSSL's, such
 * as {@code HIGH:!aNULL}, are not taken: Java has no such language.
 */
final class CipherNames {

  private static final String RECOMMENDED_12 =
      "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
          + "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:"
          + "ECDHE-RSA-CHACHA20-POLY1305";

  private static final String USUAL_13 =
      "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";

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

  private static void add(String directive, String words, List<String> names) {
    boolean newer = directive.equals("tls-ciphersuites");
    for (String word : words.split("[:, ]+", -1)) {
      String name = newer || word.startsWith("TLS_") ? word : toJava(word);
      boolean is13 = name != null && name.startsWith("TLS_") && !name.contains("_WITH_");
      if (name == null || is13 != newer || !known().contains(name)) {
        throw new TlsException(
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
      names.add(name);
    }
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
