package io.ostiary;

import io.netty.buffer.ByteBuf;
import io.ostiary.client.ClientState;
import io.ostiary.client.CloseReason;
import io.ostiary.client.ConnectedClient;
import io.ostiary.listen.Connection;
import io.ostiary.resp.DeferredReply;
import io.ostiary.resp.PostponedReply;
import io.ostiary.resp.ProtocolException;
import io.ostiary.resp.Reply;
import io.ostiary.resp.RequestDecoder;
import io.ostiary.settings.Directives;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client sends, from bytes to commands that are run and answered into its {@link Outbox}.
 * On the client's event loop only, except for {@link #areRunHere}.
 */
final class RequestIntake {

  private static final Logger log = LoggerFactory.getLogger(ClientSession.class);

  /** What a client may send behind a request that waits before it is read from no further. */
  private static final int MOST_BEHIND_POSTPONED = 64 * 1024;

  private final SharedServer server;
  private final Connection connection;
  private final ConnectedClient client;
  private final Outbox outbox;
  private final Runnable goOn;
  private final RequestDecoder decoder;

  private Retry retry; // null: nothing was ever postponed
  private boolean postponed; // the first of them is there, and waits to be run
  private Thread commandThread; // the event loop's while a command of this client is on its stack

  /**
   * Of a client that has sent nothing yet.
   *
   * @param goOn called on the client's event loop when what waited can go on
   */
  RequestIntake(
      SharedServer server,
      Connection connection,
      ConnectedClient client,
      Outbox outbox,
      Runnable goOn) {
    this.server = server;
    this.connection = connection;
    this.client = client;
    this.outbox = outbox;
    this.goOn = goOn;
    this.decoder = new RequestDecoder(connection.allocator());
  }

  /** Takes what has arrived; the buffer is given up by the caller. */
  void feed(ByteBuf bytes) {
    int arrived = bytes.readableBytes();
    client.activity().received(arrived, System.currentTimeMillis());
    decoder.feed(bytes);
    server.stats().read(arrived);
  }

  /** Runs what has wholly arrived, for as long as the client may have more run. */
  void run() {
    int commands = 0;
    try {
      outbox.catchUp();
      while (mayRunNext() && decoder.next(server.limits(client))) {
        Reply reply = dispatch();
        if (reply instanceof PostponedReply later) {
          postpone(later.until());
        } else {
          commands++;
          answer(reply);
          outbox.encodeReady();
        }
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
  }

  /** Whether its next command may run, as far as those before it are concerned. */
  boolean mayRunNext() {
    return !client.isClosing() && !postponed && outbox.takesMore();
  }

  /** Whether a request waits to be tried again. */
  boolean isPostponed() {
    return postponed;
  }

  private Reply dispatch() {
    commandThread = Thread.currentThread();
    try {
      return server.dispatcher().run(client, decoder.request());
    } finally {
      commandThread = null;
    }
  }

  private void answer(Reply reply) {
    if (reply instanceof Reply.Later later) {
      WaitingReplies.Slot slot = outbox.reserve(later.holds());
      // The dispatcher has made an answer of what failed, so every slot gets its reply.
      later.reply().onSuccess(late -> connection.execute(() -> arrived(slot, late)));
    } else {
      outbox.answer(DeferredReply.made(reply)); // What was to come late has come at once.
    }
  }

  private void arrived(WaitingReplies.Slot slot, Reply late) {
    if (client.state() != ClientState.GONE) {
      outbox.fill(slot, DeferredReply.made(late));
      goOn.run();
    }
  }

  private void postpone(Future<Void> until) {
    decoder.putBack();
    blocked(true);
    retry = new Retry(this);
    until.onComplete(retry);
  }

  /** Lets go of the client when that has left: a pause may last longer than many of them. */
  private static final class Retry implements Handler<AsyncResult<Void>> {

    private volatile RequestIntake intake; // null: it is not to be tried any more

    Retry(RequestIntake intake) {
      this.intake = intake;
    }

    @Override
    public void handle(AsyncResult<Void> now) {
      RequestIntake waiting = intake;
      if (waiting != null) {
        waiting.connection.execute(waiting::retry);
      }
    }
  }

  private void retry() {
    blocked(false);
    goOn.run();
  }

  private void blocked(boolean value) {
    if (postponed != value) {
      postponed = value;
      client.activity().blocked(value);
      server.clients().blocked(value ? 1 : -1);
    }
  }

  /**
   * Whether this very thread is running a command of the client. Another thread may read an old
   * value here, but never itself.
   */
  boolean areRunHere() {
    return commandThread == Thread.currentThread();
  }

  /**
   * Whether more is read while a request is postponed: not for its sake, but to hear that the peer
   * has gone.
   */
  boolean takeMoreMeanwhile() {
    return postponed && decoder.bufferedBytes() < MOST_BEHIND_POSTPONED;
  }

  /** Keeps as little memory as it can: the client will not be read from for a while. */
  void rest() {
    decoder.rest();
  }

  /** Whether more than {@code client-query-buffer-limit} waits to be run; counted and logged. */
  boolean exceedLimit() {
    long limit = server.settings().now().get(Directives.CLIENT_QUERY_BUFFER_LIMIT);
    if (decoder.bufferedBytes() <= limit) {
      return false;
    }
    log.warn("Closing client {}: it reached client-query-buffer-limit ({} bytes)", client, limit);
    server.stats().queryBufferDisconnection();
    return true;
  }

  /** Brings what the client shows of its input up to date. */
  void measure() {
    client.activity().input(decoder.bufferedBytes(), decoder.freeBytes(), decoder.argumentBytes());
  }

  /** Takes nothing more and frees what it holds. */
  void close() {
    if (retry != null) {
      retry.intake = null;
    }
    blocked(false);
    decoder.close();
  }
}
