package io.ostiary.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslProvider;
import io.netty.internal.tcnative.SSL;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** What speaks TLS: BoringSSL where its library loads, the JDK's own otherwise. */
enum TlsEngine {
  BORINGSSL(SslProvider.OPENSSL_REFCNT),
  JDK(SslProvider.JDK);

  /** {@code jdk} leaves BoringSSL alone; for comparing the two. */
  static final String PROPERTY = "ostiary.tls";

  private final SslProvider provider;

  TlsEngine(SslProvider provider) {
    this.provider = provider;
  }

  /** The one for this process. */
  static TlsEngine best() {
    boolean wantsJdk = "jdk".equals(System.getProperty(PROPERTY));
    return !wantsJdk && OpenSsl.isAvailable() ? BORINGSSL : JDK;
  }

  SslProvider provider() {
    return provider;
  }

  /** Has the cipher suite chosen by the client's order; both would choose by ours. */
  static void letClientChoose(SSLEngine engine) {
    if (engine instanceof ReferenceCountedOpenSslEngine boringSsl) {
      // To set all its parameters for this one would cost as much as a part of the handshake.
      SSL.clearOptions(boringSsl.sslPointer(), SSL.SSL_OP_CIPHER_SERVER_PREFERENCE);
      return;
    }
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setUseCipherSuitesOrder(false);
    engine.setSSLParameters(parameters);
  }

  /** Has no session of this handshake resumed; of Java's own, one that is older than a second. */
  static void resumeNever(SSLEngine engine) {
    if (engine instanceof ReferenceCountedOpenSslEngine boringSsl) {
      SSL.setOptions(boringSsl.sslPointer(), SSL.SSL_OP_NO_TICKET);
    }
  }

  /**
   * Whether a handshake that is done has resumed a session of an earlier one.
   *
   * @param beganMillis when it began
   */
  static boolean hasResumed(SSLEngine engine, long beganMillis) {
    if (engine instanceof ReferenceCountedOpenSslEngine boringSsl) {
      return SSL.isSessionReused(boringSsl.sslPointer());
    }
    return engine.getSession().getCreationTime() < beganMillis;
  }

  /** As INFO has it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
