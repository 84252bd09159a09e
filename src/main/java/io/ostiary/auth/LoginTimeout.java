package io.ostiary.auth;

import io.ostiary.client.Client;
import io.ostiary.client.ClientKey;
import io.ostiary.command.Feature;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Who must log in and has not for too long: {@code login-timeout}. The time runs from when a client
 * came, or from its RESET. Shared by all event loops and safe.
 */
public final class LoginTimeout implements Feature {

  /** When a client was reset, in milliseconds since the epoch; most never are. */
  private static final ClientKey<Long> RESET_AT = ClientKey.of("login-timeout");

  private final BooleanSupplier required;

  /**
   * For a server.
   *
   * @param required whether clients have to log in
   */
  public LoginTimeout(BooleanSupplier required) {
    this.required = required;
  }

  /** Whether this client should have logged in by now. */
  public boolean isOver(Client client, long nowMillis, long timeoutMillis) {
    if (client.isAuthenticated() || !required.getAsBoolean()) {
      return false;
    }
    Optional<Long> resetAt = client.get(RESET_AT);
    return nowMillis - resetAt.orElse(client.createdMillis()) > timeoutMillis;
  }

  @Override
  public void reset(Client client) {
    client.put(RESET_AT, System.currentTimeMillis());
  }
}
