package io.ostiary;

import io.netty.buffer.ByteBuf;
import io.ostiary.admission.Permit;
import io.ostiary.client.Addresses;
import io.ostiary.client.ClientLink;
import io.ostiary.client.ClientMessage;
import io.ostiary.client.ClientState;
import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.listen.Connection;
import io.ostiary.listen.ConnectionList;
import io.ostiary.listen.ConnectionListener;
import io.ostiary.resp.DeferredReply;
import io.ostiary.resp.ProtocolException;
import io.ostiary.resp.Reply;
import io.ostiary.resp.Request;
import io.ostiary.resp.RequestDecoder;
import io.ostiary.settings.Directives;
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
  private final Permit permit;
  private final ConnectionList<ClientSession> sessions;
  private final ConnectedClient client;
  private final RequestDecoder decoder;
  private final Outbox outbox;

  private Thread commandThread; // the event loop's while a command of this client is on its stack
  private boolean peerEnded; // it sends nothing more, and is still owed replies
  private boolean paused; // what the client has sent, or may send, waits
  private Runnable whenWritable; // null: nothing waits for that
  private StallWatch stallWatch; // null: not needed yet, which is the rule

  /**
   * Makes all parts; nothing is read before {@link #begin}.
   *
   * @param permit what was taken for it at admission; the session's from {@link #begin} on
   * @param sessions where it is listed while it lasts
   */
  ClientSession(
      SharedServer server,
      Connection connection,
      Permit permit,
      ConnectionList<ClientSession> sessions) {
    this.server = server;
    this.connection = connection;
    this.permit = permit;
    this.sessions = sessions;
    Addresses addresses =
        new Addresses(
            connection.remoteAddress(), connection.localAddress(), connection.descriptor());
    this.client =
        new ConnectedClient(
            server.clients().nextId(),
            addresses,
            !server.authentication().isRequired(),
            System.currentTimeMillis(),
            this);
    this.decoder = new RequestDecoder(connection.allocator());
    this.outbox = new Outbox(connection, client, server.stats());
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
      closeNow(CloseReason.INTERNAL_ERROR);
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
    int arrived = bytes.readableBytes();
    client.activity().received(arrived, System.currentTimeMillis());
    decoder.feed(bytes);
    server.stats().read(arrived);
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

  private boolean exceedsOutputLimit() {
    long limit = server.settings().now().get(Directives.UPSTREAM_OUTPUT_LIMIT);
    if (connection.pendingBytes() <= limit) {
      return false;
    }
    log.warn("Closing client {}: it reached upstream-output-limit ({} bytes)", client, limit);
    closeNow(CloseReason.OUTPUT_BUFFER_LIMIT);
    return true;
  }

  @Override
  public boolean isWritableOr(Runnable whenItIs) {
    boolean writable = connection.isWritable();
    whenWritable = writable ? null : whenItIs;
    return writable;
  }

  @Override
  public void failed(Throwable cause) {
    closeNow(SessionFailure.reason(client, cause));
  }

  /** Who sends a pipeline and then its end is answered all the same. */
  @Override
  public boolean inputEnded() {
    if (client.state() == ClientState.GONE
        || !outbox.isOwedFromElsewhere()
        || server.isBlocked(client)) {
      return false;
    }
    peerEnded = true;
    client.move(ClientState.CLOSING, CloseReason.PEER_CLOSED);
    departIfAnswered();
    return true;
  }

  @Override
  public void closed() {
    depart(CloseReason.PEER_CLOSED);
  }

  /** Goes on with what waited: the peer takes replies again, or a late reply has come. */
  private void resume() {
    if (client.state() != ClientState.GONE) {
      serve();
      readComplete();
    }
  }

  private void serve() {
    int commands = 0;
    try {
      outbox.catchUp();
      while (mayRunNext() && decoder.next(server.limits(client))) {
        commands++;
        run(decoder.request());
        outbox.encodeReady();
      }
    } catch (ProtocolException e) {
      log.debug("Client {} breaks the protocol: {}", client, e.getMessage());
      server.stats().errorReply();
      client.move(ClientState.CLOSING, CloseReason.PROTOCOL_ERROR);
      // Whatever CLIENT REPLY says: a client that is closed for an error should be able to read it.
      outbox.add(e.reply());
    } finally {
      server.stats().ran(commands);
    }
    if (client.isClosing()) {
      departIfAnswered();
    } else {
      awaitMore();
    }
  }

  private boolean mayRunNext() {
    return !client.isClosing() && outbox.takesMore();
  }

  private void run(Request request) {
    Reply reply = dispatch(request);
    if (reply instanceof Reply.Later later) {
      WaitingReplies.Slot slot = outbox.reserve(later.holds());
      // The dispatcher has made an answer of what failed, so every slot gets its reply.
      later.reply().onSuccess(late -> connection.execute(() -> arrived(slot, late)));
    } else {
      outbox.answer(reply);
    }
  }

  private Reply dispatch(Request request) {
    commandThread = Thread.currentThread();
    try {
      return server.dispatcher().run(client, request);
    } finally {
      commandThread = null;
    }
  }

  private void arrived(WaitingReplies.Slot slot, Reply late) {
    if (client.state() == ClientState.GONE) {
      return;
    }
    outbox.fill(slot, DeferredReply.made(late));
    resume();
  }

  /** A peer that does not take its replies is not read from: it cannot make us hoard them. */
  private void awaitMore() {
    boolean reads = mayRunNext();
    paused = !reads;
    connection.reading(reads);
    if (!reads) {
      decoder.rest();
    }
    long limit = server.settings().now().get(Directives.CLIENT_QUERY_BUFFER_LIMIT);
    if (decoder.bufferedBytes() > limit) {
      log.warn("Closing client {}: it reached client-query-buffer-limit ({} bytes)", client, limit);
      server.stats().queryBufferDisconnection();
      closeNow(CloseReason.QUERY_BUFFER_LIMIT);
    }
  }

  // What its client asks for

  @Override
  public void measure() {
    client.activity().input(decoder.bufferedBytes(), decoder.freeBytes(), decoder.argumentBytes());
    outbox.measure();
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
      if (!connection.isWritable() && exceedsOutputLimit()) {
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
    if (commandThread != Thread.currentThread()) {
      connection.execute(
          () -> {
            // One that has left may still be sending its last replies.
            if (client.state() != ClientState.GONE) {
              closeNow(reason);
            }
          });
    }
  }

  // The one way out

  /** Closes a client that has sent nothing for so long, unless it waits for reply or message. */
  void closeIfIdle(long nowMillis, long timeoutMillis) {
    long idleMillis = nowMillis - client.activity().lastActiveMillis();
    // A login that never ends would keep a place for a client that is not let in.
    boolean isOwed = outbox.isOwed() && !server.authentication().isRequiredOf(client);
    boolean mayIdle = isOwed || client.subscriptions().any();
    if (!client.isClosing() && !mayIdle && idleMillis > timeoutMillis) {
      closeNow(CloseReason.TIMEOUT);
    }
  }

  /** Runs no further command, lets the replies that are due leave, and closes. */
  void shutdown() {
    if (client.move(ClientState.CLOSING, CloseReason.SHUTDOWN)) {
      try {
        departIfAnswered();
      } catch (Throwable e) { // The other sessions have their turn all the same.
        failed(e);
      }
    }
  }

  private void closeNow(CloseReason reason) {
    try {
      depart(reason);
    } finally {
      connection.close();
    }
  }

  /** Of a client that is closing: lets its due replies leave, then closes so that it reads them. */
  private void departIfAnswered() {
    if (client.state() == ClientState.GONE) {
      return;
    }
    decoder.close();
    if (!outbox.isEmpty()) {
      if (stallWatch == null) {
        stallWatch = new StallWatch(connection, client, outbox);
      }
      stallWatch.begin();
      connection.reading(true); // Its end may come before the replies do.
      return;
    }
    ByteBuf lastReplies = outbox.takeEncoded();
    depart(client.closeReason());
    if (peerEnded || client.closeReason() == CloseReason.SHUTDOWN) {
      connection.send(lastReplies);
      connection.closeAfterWrites();
    } else {
      connection.lingeringClose(lastReplies);
    }
  }

  /** Gives back all that the connection took, once; the caller sees to the socket. */
  private void depart(CloseReason reason) {
    if (!client.move(ClientState.GONE, reason)) {
      return;
    }
    sessions.remove(this);
    server.clients().remove(client);
    decoder.close();
    outbox.close();
    if (stallWatch != null) {
      stallWatch.end();
    }
    log.debug("Client {} left: {}", client, client.closeReason().words());
    server.departed(client, permit);
  }
}
