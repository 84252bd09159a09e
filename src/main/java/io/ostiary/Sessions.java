package io.ostiary;

import io.ostiary.admission.Permit;
import io.ostiary.listen.Arriving;
import io.ostiary.listen.Connection;
import io.ostiary.listen.ConnectionList;

/** The sessions of one verticle instance. On its event loop only. */
final class Sessions {

  private final ConnectionList<ClientSession> open = new ConnectionList<>();

  /**
   * Begins to serve a connection; on failure nothing of it stays behind.
   *
   * @param permit what was taken for it at admission, given up by the caller
   */
  void begin(SharedServer server, Arriving arriving, Permit permit) {
    make(server, arriving, permit).begin();
  }

  private ClientSession make(SharedServer server, Arriving arriving, Permit permit) {
    Connection connection = null; // null: nothing was made yet that would have to be closed
    try {
      connection = arriving.enter();
      return new ClientSession(server, connection, permit, open);
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

  /** Closes clients that have sent nothing for longer than this. */
  void closeIdle(long nowMillis, long timeoutMillis) {
    open.forEach(session -> session.closeIfIdle(nowMillis, timeoutMillis));
  }

  /** Runs no further command of any client, and closes each when its replies have left. */
  void shutdown() {
    open.forEach(ClientSession::shutdown);
  }
}
