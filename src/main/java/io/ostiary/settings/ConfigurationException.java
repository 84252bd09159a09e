package io.ostiary.settings;

/**
 * A configuration that cannot be used. The message is complete, of several lines, and meant for the
 * person who wrote the configuration: the place, what stands there, and what would be right. It
 * never holds a secret.
 */
public final class ConfigurationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With the whole message; the program puts its name before it. */
  public ConfigurationException(String message) {
    super(message);
  }
}
