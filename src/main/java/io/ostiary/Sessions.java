package io.ostiary;

import io.ostiary.admission.Permit;
import io.ostiary.client.Addresses;
import io.ostiary.listen.Arriving;
import io.ostiary.listen.Connection;
import io.ostiary.listen.ConnectionList;
import io.ostiary.settings.ListenerProfile;
import java.time.Duration;

/** The sessions of one verticle instance. On its event loop only. */
final class Sessions {

  private final ConnectionList<ClientSession> open = new ConnectionList<>();
  private boolean ownTimeouts; // of listeners that have let somebody in

  /**
   * Begins to serve a connection; on failure nothing of it stays behind.
   *
   * @param listener what accepted it
   * @param permit what was taken for it at admission, given up by the caller
   */
  void begin(SharedServer server, ListenerProfile listener, Arriving arriving, Permit permit) {
    make(server, listener, arriving, permit).begin();
    ownTimeouts |= listener.limits().timeout().isPresent();
  }

  private ClientSession make(
      SharedServer server, ListenerProfile listener, Arriving arriving, Permit permit) {
    Connection connection = null; // null: nothing was made yet that would have to be closed
    try {
      connection = arriving.enter();
      Addresses addresses =
          new Addresses(
              connection.remoteAddress(),
              connection.localAddress(),
              connection.descriptor(),
              listener,
              arriving.proxy());
      return new ClientSession(server, connection, addresses, permit, open);
    } catch (Throwable e) {
      // Also an Error: without a session, nothing else gives back what was taken.
      try {
        permit.release();
      } finally {
        if (connection != null) {
          connection.close();
        }
      }
      throw e;
    }
  }

  /**
   * Closes clients that have sent nothing for longer than their listener says, or else the server.
   *
   * @param timeout the server's; zero for never
   */
  void closeIdle(long nowMillis, Duration timeout) {
    if (ownTimeouts || !timeout.isZero()) {
      open.forEach(session -> session.closeIfIdle(nowMillis, timeout));
    }
  }

  /** Closes clients that should have logged in within this time. */
  void closeNotLoggedIn(long nowMillis, long timeoutMillis) {
    open.forEach(session -> session.closeIfNotLoggedIn(nowMillis, timeoutMillis));
  }

  /** Runs no further command of any client, and closes each when its replies have left. */
  void shutdown() {
    open.forEach(ClientSession::shutdown);
  }
}
