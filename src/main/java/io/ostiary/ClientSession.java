package io.ostiary;

import io.netty.buffer.ByteBuf;
import io.ostiary.admission.Permit;
import io.ostiary.client.Addresses;
import io.ostiary.client.ClientLink;
import io.ostiary.client.ClientMessage;
import io.ostiary.client.ClientState;
import io.ostiary.client.ClientTable;
import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.listen.Connection;
import io.ostiary.listen.ConnectionList;
import io.ostiary.listen.ConnectionListener;
import io.ostiary.settings.Directives;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One admitted connection from its first byte to its last: bytes come in, requests are decoded and
 * dispatched, replies leave by the {@link Outbox}, and at the end everything it took is given back.
 * On the connection's event loop only, except for the methods of {@link ClientLink}.
 */
final class ClientSession extends ConnectionList.Member implements ConnectionListener, ClientLink {

  private static final Logger log = LoggerFactory.getLogger(ClientSession.class);

  private final SharedServer server;
  private final Connection connection;
  private final ConnectionList<ClientSession> sessions;
  private final Permit permit;
  private final ConnectedClient client;
  private final RequestIntake requests;
  private final Outbox outbox;
  private final Departure departure;

  private boolean paused; // what the client has sent, or may send, waits
  private Runnable whenWritable; // null: nothing waits for that

  /**
   * Makes all parts; nothing is read before {@link #begin}.
   *
   * @param addresses the ends of the connection, and how it came in
   * @param certificateUser whom its certificate names
   * @param permit what was taken for it at admission; the session's from {@link #begin} on
   * @param sessions where it is listed while it lasts
   */
  ClientSession(
      SharedServer server,
      Connection connection,
      Addresses addresses,
      Optional<String> certificateUser,
      Permit permit,
      ConnectionList<ClientSession> sessions) {
    this.server = server;
    this.connection = connection;
    this.permit = permit;
    this.sessions = sessions;
    this.client =
        new ConnectedClient(
            server.clients().nextId(),
            addresses,
            !server.logins().isRequired(),
            System.currentTimeMillis(),
            this);
    if (permit.isOfHigherStanding()) {
      client.put(ClientTable.HIGH_STANDING, true);
    }
    certificateUser.ifPresent(user -> server.authentication().logInByCertificate(client, user));
    this.outbox = new Outbox(connection, client, server.stats());
    this.requests = new RequestIntake(server, connection, client, outbox, this::resume);
    this.departure = new Departure(connection, client, requests, outbox, this::gone);
  }

  /** Enters the client into the table and begins to serve it; on failure nothing stays behind. */
  void begin() {
    try {
      log.debug("Accepted {}", client.address());
      sessions.add(this);
      server.clients().add(client);
      connection.serve(this);
      server.connected(client);
    } catch (Throwable e) { // Also an Error: only the session knows what to give back.
      departure.now(CloseReason.INTERNAL_ERROR);
      throw e;
    }
  }

  // What the connection tells

  @Override
  public void received(ByteBuf bytes) {
    if (client.isClosing()) {
      bytes.release();
      return;
    }
    requests.feed(bytes);
    serve();
  }

  @Override
  public void readComplete() {
    outbox.flush();
    measure();
  }

  @Override
  public void writable() {
    Runnable waits = whenWritable;
    whenWritable = null;
    resume();
    if (waits != null) {
      waits.run();
    }
  }

  @Override
  public boolean isWritableOr(Runnable whenItIs) {
    boolean writable = connection.isWritable();
    whenWritable = writable ? null : whenItIs;
    return writable;
  }

  @Override
  public void failed(Throwable cause) {
    departure.now(SessionFailure.reason(client, cause));
  }

  /** Who sends a pipeline and then its end is answered all the same. */
  @Override
  public boolean inputEnded() {
    boolean isOwed = outbox.isOwedFromElsewhere() || server.isOwedUpstream(client);
    if (client.state() == ClientState.GONE || !isOwed) {
      return false;
    }
    departure.peerEnded();
    client.move(ClientState.CLOSING, CloseReason.PEER_CLOSED);
    departure.onceAnswered();
    server.inputEnded(client);
    return true;
  }

  @Override
  public void closed() {
    departure.leave(CloseReason.PEER_CLOSED);
  }

  /** Goes on with what waited: the peer takes replies again, or a late reply has come. */
  private void resume() {
    if (client.state() != ClientState.GONE) {
      serve();
      readComplete();
    }
  }

  private void serve() {
    requests.run();
    if (client.isClosing()) {
      departure.onceAnswered();
    } else {
      awaitMore();
    }
  }

  /** A peer that does not take its replies is not read from: it cannot make us hoard them. */
  private void awaitMore() {
    boolean reads = requests.mayRunNext();
    paused = !reads;
    connection.reading(reads || requests.takeMoreMeanwhile());
    if (!reads) {
      requests.rest();
    }
    if (requests.exceedLimit()) {
      departure.now(CloseReason.QUERY_BUFFER_LIMIT);
    }
  }

  // What its client asks for

  @Override
  public void measure() {
    requests.measure();
    outbox.measure();
  }

  @Override
  public void execute(Runnable action) {
    connection.execute(action);
  }

  @Override
  public void push(ClientMessage message) {
    outbox.push(message);
  }

  @Override
  public void forward(ByteBuf bytes, int from, int to, int ended, boolean whole) {
    if (client.state() == ClientState.GONE) {
      return;
    }
    try {
      outbox.forward(bytes, from, to, ended, whole);
      if (outbox.exceeds(server.settings().now().get(Directives.UPSTREAM_OUTPUT_LIMIT))) {
        departure.now(CloseReason.OUTPUT_BUFFER_LIMIT);
        return;
      }
      if (paused || client.isClosing()) {
        resume();
      } else {
        outbox.measure();
      }
    } catch (Throwable e) { // It concerns this client alone, not the one who forwards.
      failed(e);
    }
  }

  @Override
  public int mostForwarded() {
    return outbox.mostForwarded();
  }

  @Override
  public void close(CloseReason reason) {
    // A command that closes its own client is answered first: serve() sees to the rest. Another
    // thread may read an old value here, but never itself.
    if (!requests.areRunHere()) {
      connection.execute(
          () -> {
            // One that has left may still be sending its last replies.
            if (client.state() != ClientState.GONE) {
              departure.now(reason);
            }
          });
    }
  }

  // The end

  /**
   * Closes a client that has sent nothing for so long, unless it waits for reply or message.
   *
   * @param serversTimeout where its listener has none of its own; zero for never
   */
  void closeIfIdle(long nowMillis, Duration serversTimeout) {
    Duration timeout = client.listener().limits().timeout().orElse(serversTimeout);
    long idleMillis = nowMillis - client.activity().lastActiveMillis();
    // A login that never ends would keep a place for a client that is not let in.
    boolean waits = outbox.isOwed() || requests.isPostponed();
    boolean isOwed = waits && !server.authentication().isRequiredOf(client);
    boolean mayIdle = isOwed || client.subscriptions().any();
    if (!client.isClosing() && !mayIdle && isOver(timeout, idleMillis)) {
      departure.now(CloseReason.TIMEOUT);
    }
  }

  private static boolean isOver(Duration timeout, long idleMillis) {
    return !timeout.isZero() && idleMillis > timeout.toMillis();
  }

  /** Closes a client that must log in and has not for so long. */
  void closeIfNotLoggedIn(long nowMillis, long timeoutMillis) {
    if (!client.isClosing()
        && server.admission().loginTimeout().isOver(client, nowMillis, timeoutMillis)) {
      departure.now(CloseReason.LOGIN_TIMEOUT);
    }
  }

  /** Runs no further command, lets the replies that are due leave, and closes. */
  void shutdown() {
    if (client.move(ClientState.CLOSING, CloseReason.SHUTDOWN)) {
      try {
        departure.onceAnswered();
      } catch (Throwable e) { // The other sessions have their turn all the same.
        failed(e);
      }
    }
  }

  /** Gives back what was taken for it; once. */
  private void gone() {
    sessions.remove(this);
    server.clients().remove(client);
    log.debug("Client {} left: {}", client, client.closeReason().words());
    server.departed(client, permit);
  }
}
