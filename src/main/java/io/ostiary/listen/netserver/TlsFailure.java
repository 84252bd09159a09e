package io.ostiary.listen.netserver;

import io.netty.handler.ssl.NotSslRecordException;
import io.ostiary.listen.ConnectFailedException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a server was not spoken to with TLS, in the words of those who run servers. */
final class TlsFailure {

  /** Java says it of an alert that the peer sends. */
  private static final String ALERT = "Received fatal alert: ";

  private TlsFailure() {}

  static ConnectFailedException toException(Throwable failure) {
    return new ConnectFailedException("TLS: " + reason(failure), failure);
  }

  private static String reason(Throwable failure) {
    return causes(failure)
        .flatMap(cause -> knownReason(cause).stream())
        .findFirst()
        .orElseGet(() -> String.valueOf(failure.getMessage()));
  }

  /** The innermost first: the others repeat it in words of their own. */
  private static Stream<Throwable> causes(Throwable failure) {
    return failure.getCause() == null
        ? Stream.of(failure)
        : Stream.concat(causes(failure.getCause()), Stream.of(failure));
  }

  private static Optional<String> knownReason(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof CertificateExpiredException) {
      return Optional.of("certificate has expired");
    }
    if (cause instanceof CertificateNotYetValidException) {
      return Optional.of("certificate is not valid yet");
    }
    if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
      return Optional.of("certificate is not trusted");
    }
    if (cause instanceof CertificateException && message.contains("No ")) {
      return Optional.of("certificate is for another host");
    }
    if (cause instanceof NotSslRecordException) {
      return Optional.of("the server does not speak it");
    }
    if (cause instanceof ClosedChannelException) {
      return Optional.of("the server has closed the connection");
    }
    int alert = message.indexOf(ALERT);
    return alert < 0
        ? Optional.empty()
        : Optional.of("the server says " + message.substring(alert + ALERT.length()));
  }
}
