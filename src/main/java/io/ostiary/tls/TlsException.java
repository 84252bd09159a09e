package io.ostiary.tls;

/**
 * TLS cannot be spoken as the directives ask for it. The message names the directive or file, what
 * is wrong with it, and what would be right; it holds no secret.
 */
public final class TlsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TlsException(String message, Throwable cause) {
    super(message, cause);
  }

  TlsException(String message) {
    super(message);
  }
}
