package io.ostiary.auth;

import io.ostiary.client.Client;
import io.vertx.core.Future;

/**
 * Decides whether a user's password is right, in place of {@code requirepass}, for a program that
 * embeds the server. Shared by all event loops, so implementations are safe.
 */
@FunctionalInterface
public interface Authenticator {

  /**
   * Judges without blocking: work that waits completes the future later, on any thread. The
   * client's commands behind AUTH and HELLO wait for it. A failure answers with an error and is
   * logged.
   *
   * @param client who logs in; its {@link Client#user} is the new one when the future is true
   * @param user {@code default} where the client named none
   * @param password as it was sent; not to be logged
   */
  Future<Boolean> authenticate(Client client, String user, byte[] password);
}
