package io.ostiary.auth;

import io.ostiary.client.Client;
import io.ostiary.settings.Directives;
import io.ostiary.settings.LiveSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Whether a password is asked for, and whether one is right, by the {@code requirepass} in force.
 * Shared by all event loops and safe.
 */
public final class Authentication {

  private final LiveSettings settings;

  public Authentication(LiveSettings settings) {
    this.settings = settings;
  }

  /** Whether a password is in force. */
  public boolean isRequired() {
    return !password().isEmpty();
  }

  /** Whether this client has yet to give a password before it may do anything. */
  public boolean isRequiredOf(Client client) {
    return !client.isAuthenticated() && isRequired();
  }

  /** Whether there is a user of that name. */
  public boolean knows(String user) {
    return user.equals("default");
  }

  /** Whether these are right; with no password in force, any password of the default user is. */
  public boolean accepts(String user, byte[] candidate) {
    if (!knows(user)) {
      return false;
    }
    byte[] expected = password().getBytes(StandardCharsets.UTF_8);
    // Compares all bytes whatever the first difference: the time taken tells nothing.
    return expected.length == 0 || MessageDigest.isEqual(expected, candidate);
  }

  private String password() {
    return settings.now().get(Directives.REQUIREPASS);
  }
}
