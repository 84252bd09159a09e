package io.ostiary;

import io.ostiary.admission.Permit;
import io.ostiary.client.Addresses;
import io.ostiary.listen.Arriving;
import io.ostiary.listen.Connection;
import io.ostiary.listen.ConnectionList;
import io.ostiary.listen.Entrance;
import io.ostiary.settings.Directives;
import io.ostiary.settings.ListenerProfile;
import io.ostiary.settings.TlsAuthClientsUser;
import io.ostiary.tls.CertificateUser;
import io.ostiary.tls.TlsException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sessions of one verticle instance. On its event loop only. */
final class Sessions {

  private static final Logger log = LoggerFactory.getLogger(Sessions.class);

  private final ConnectionList<ClientSession> open = new ConnectionList<>();
  private final Set<Entering> entering = new HashSet<>();
  private boolean ownTimeouts; // of listeners that have let somebody in

  /**
   * Begins to serve a connection, as soon as it can be; on failure nothing of it stays behind.
   *
   * @param listener what accepted it
   * @param permit what was taken for it at admission, given up by the caller
   */
  void begin(SharedServer server, ListenerProfile listener, Arriving arriving, Permit permit) {
    Entering one = new Entering(server, listener, arriving, permit);
    try {
      arriving.enter(one);
    } catch (Throwable e) { // Also an Error: nothing else gives back what was taken.
      one.failed();
      throw e;
    }
    if (!one.over) {
      entering.add(one);
    }
  }

  /** One that was admitted and is on its way in; a TLS handshake may take a while. */
  private final class Entering implements Entrance {

    private final SharedServer server;
    private final ListenerProfile listener;
    private final Arriving arriving;
    private final Permit permit;
    private boolean over; // the permit is a session's, or was given back

    private Entering(
        SharedServer server, ListenerProfile listener, Arriving arriving, Permit permit) {
      this.server = server;
      this.listener = listener;
      this.arriving = arriving;
      this.permit = permit;
    }

    @Override
    public void entered(Connection connection) {
      ClientSession session = null; // null: not made, and what it would give back is still ours
      try {
        session =
            new ClientSession(
                server, connection, addresses(connection), user(connection), permit, open);
        over = true;
        entering.remove(this);
      } catch (TlsException e) {
        log.warn("Closing {}: {}", connection.remoteAddress(), e.getMessage());
        return;
      } finally {
        if (session == null) {
          failed();
          connection.close();
        }
      }
      server.stats().connectionReceived();
      ownTimeouts |= listener.limits().timeout().isPresent();
      session.begin();
    }

    private Addresses addresses(Connection connection) {
      return new Addresses(
          connection.remoteAddress(),
          connection.localAddress(),
          connection.descriptor(),
          listener,
          arriving.proxy());
    }

    private Optional<String> user(Connection connection) {
      TlsAuthClientsUser part = server.settings().now().get(Directives.TLS_AUTH_CLIENTS_USER);
      return connection.tlsSession().flatMap(session -> CertificateUser.of(session, part));
    }

    @Override
    public void failed() {
      if (!over) {
        over = true;
        entering.remove(this);
        permit.release();
      }
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
    List.copyOf(entering).forEach(one -> one.arriving.close());
    open.forEach(ClientSession::shutdown);
  }
}
