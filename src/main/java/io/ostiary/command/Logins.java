package io.ostiary.command;

import io.ostiary.client.Client;
import io.ostiary.client.ConnectedClient;
import io.ostiary.resp.Reply;
import io.vertx.core.Future;

/** Who has to log in, and whether a login is right. Shared by all event loops and safe. */
public interface Logins {

  /** Whether a client that connects now has to log in. */
  boolean isRequired();

  /** Whether this client has yet to log in before it may do anything. */
  boolean isRequiredOf(Client client);

  /** Whether there is a user of that name. */
  boolean knows(String user);

  /**
   * Logs a client in, if these are right; if not, nothing changes for it. On the client's event
   * loop.
   *
   * @return OK if it is logged in, else the error that it reads; often complete already
   */
  Future<Reply> logIn(ConnectedClient client, String user, byte[] password);
}
