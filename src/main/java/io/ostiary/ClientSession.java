package io.ostiary;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ostiary.admission.Permit;
import io.ostiary.client.Addresses;
import io.ostiary.client.Client;
import io.ostiary.client.CloseReason;
import io.ostiary.listen.Connection;
import io.ostiary.listen.ConnectionList;
import io.ostiary.listen.ConnectionListener;
import io.ostiary.listen.LingeringClose;
import io.ostiary.listen.StallTimer;
import io.ostiary.resp.ProtocolException;
import io.ostiary.resp.Reply;
import io.ostiary.resp.ReplyEncoder;
import io.ostiary.resp.Request;
import io.ostiary.resp.RequestDecoder;
import io.ostiary.settings.Directives;
import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The walk of one admitted connection: bytes come in, requests are decoded and dispatched, replies
 * leave in request order, and at the end everything it took is given back. On the connection's
 * event loop only, except that its client may be closed from any thread.
 */
final class ClientSession extends ConnectionList.Member
    implements ConnectionListener, ReplyQueue.Exit {

  private static final Logger log = LoggerFactory.getLogger(ClientSession.class);

  /** Replies that have gathered to this size leave before the read is done. */
  private static final int FLUSH_BYTES = 64 * 1024;

  /** Where a session stands; it only ever moves forward. */
  private enum State {
    /** Requests are read and run. */
    SERVING,
    /** Nothing more is run; the replies that are due still leave. */
    FINISHING,
    /** Out of the table; everything was given back. */
    LEFT
  }

  private final SharedServer server;
  private final Connection wire;
  private final Permit permit;
  private final Consumer<ClientSession> onLeft;
  private final RequestDecoder decoder;
  private final ReplyQueue replies = new ReplyQueue(this);
  private final Client client;

  private State state = State.SERVING;
  private CloseReason closeReason = CloseReason.PEER_CLOSED;
  private ByteBuf output = Unpooled.EMPTY_BUFFER;
  private boolean serving;
  private boolean dispatching;
  private StallTimer patience; // null: not needed yet, which is the rule
  private int commandsRun;

  /**
   * Enters the connection into the table and begins to serve it.
   *
   * @param permit what it took at the door; the session's from now on
   * @param onLeft told once, when it has left
   */
  ClientSession(
      SharedServer server, Connection wire, Permit permit, Consumer<ClientSession> onLeft) {
    this.server = server;
    this.wire = wire;
    this.permit = permit;
    this.onLeft = onLeft;
    this.decoder = new RequestDecoder(wire.allocator());
    Addresses addresses =
        new Addresses(wire.remoteAddress(), wire.localAddress(), wire.descriptor());
    log.debug("Accepted {}", addresses.remote());
    boolean authenticated = !server.authentication().isRequired();
    this.client =
        server.clients().open(addresses, authenticated, System.currentTimeMillis(), this::close);
    wire.serve(this);
  }

  // What the wire tells

  @Override
  public void received(ByteBuf bytes) {
    if (state != State.SERVING) {
      bytes.release();
      return;
    }
    int arrived = bytes.readableBytes();
    client.traffic().received(arrived, System.currentTimeMillis());
    decoder.feed(bytes);
    server.stats().read(arrived);
    serve();
  }

  @Override
  public void readComplete() {
    flush();
  }

  @Override
  public void writabilityChanged() {
    if (wire.isWritable()) {
      goOn();
    }
  }

  @Override
  public void failed(Throwable cause) {
    if (cause instanceof IOException) {
      // A peer that crashes resets its connection: nothing to tell an operator.
      leave(CloseReason.CONNECTION_LOST);
    } else if (cause instanceof OutOfMemoryError) {
      log.warn("No memory for what client {} sends; closing it", client, cause);
      leave(CloseReason.OUT_OF_MEMORY);
    } else {
      log.error("Serving client {} failed; closing it", client, cause);
      leave(CloseReason.INTERNAL_ERROR);
    }
    wire.close();
  }

  @Override
  public void closed() {
    leave(closeReason);
  }

  // The walk

  /** What waited goes on, as the peer takes replies again or a late reply has come. */
  private void goOn() {
    // Encoding may flush, a flush may make the wire writable, and a command may complete a late
    // reply: then serving is under way already, and sees for itself that it may go on.
    if (!serving) {
      serve();
      flush();
    }
  }

  private void serve() {
    serving = true;
    try {
      replies.letOut();
      while (mayRunNext() && decoder.next(server.limits(client))) {
        run(decoder.request());
        replies.letOut();
      }
    } catch (ProtocolException e) {
      log.debug("Client {} breaks the protocol: {}", client, e.getMessage());
      server.stats().errorReply();
      finish(CloseReason.PROTOCOL_ERROR);
      // Whatever CLIENT REPLY says: who is closed for an error should be able to read it.
      replies.add(Reply.error("ERR " + e.getMessage()), client.respVersion());
    } finally {
      serving = false;
      server.stats().ran(commandsRun);
      commandsRun = 0;
    }
    if (state == State.SERVING) {
      // A peer that does not take its replies is not read from: it cannot make us hoard them.
      boolean reads = mayRunNext();
      wire.reading(reads);
      if (!reads) {
        decoder.rest();
      }
      checkQueryBuffer();
    } else {
      departIfDone();
    }
  }

  private boolean mayRunNext() {
    return state == State.SERVING && wire.isWritable() && !replies.isFull();
  }

  private void run(Request request) {
    commandsRun++;
    Reply reply = dispatch(request);
    // Asked after the command ran: CLIENT REPLY decides about its own answer, too.
    boolean answered = client.replyMode().answers();
    client.replyMode(client.replyMode().next());
    if (answered) {
      replies.add(reply, client.respVersion());
    } else if (reply instanceof Reply.Later later) {
      // It takes its place all the same, so that the bound on late ones holds for it.
      replies.add(Reply.later(later.reply().map(muted -> Reply.NONE)), client.respVersion());
    }
  }

  private Reply dispatch(Request request) {
    dispatching = true;
    try {
      return server.dispatcher().run(client, request);
    } finally {
      dispatching = false;
    }
  }

  private void checkQueryBuffer() {
    long limit = server.settings().now().get(Directives.CLIENT_QUERY_BUFFER_LIMIT);
    if (decoder.bufferedBytes() > limit) {
      log.warn("Closing client {}: it reached client-query-buffer-limit ({} bytes)", client, limit);
      server.stats().queryBufferDisconnection();
      leave(CloseReason.QUERY_BUFFER_LIMIT);
      wire.close();
    }
  }

  // Replies on their way out

  @Override
  public void encode(Reply reply, int respVersion) {
    if (output.capacity() == 0) {
      output = wire.output();
    }
    ReplyEncoder.encode(reply, respVersion, output);
    if (output.readableBytes() >= FLUSH_BYTES) {
      flush();
    }
  }

  @Override
  public boolean takesMore() {
    return wire.isWritable();
  }

  @Override
  public void lateReplyCame() {
    goOn();
  }

  @Override
  public void execute(Runnable task) {
    wire.execute(
        () -> {
          try {
            task.run();
          } catch (Throwable e) {
            // The loop would only report it, and a client stay that is served by halves.
            failed(e);
          }
        });
  }

  private void flush() {
    if (output.isReadable()) {
      wire.send(takeOutput());
    }
    client.traffic().buffers(decoder.bufferedBytes(), decoder.freeBytes(), wire.pendingBytes());
  }

  private ByteBuf takeOutput() {
    ByteBuf bytes = output;
    output = Unpooled.EMPTY_BUFFER;
    if (bytes.isReadable()) {
      client.traffic().sent(bytes.readableBytes());
      server.stats().wrote(bytes.readableBytes());
    }
    return bytes;
  }

  // The one way out

  /**
   * Closes a client that has sent nothing for longer than this. One that waits for us stays; one
   * that does not take what is there for it does not.
   */
  void closeIfIdle(long nowMillis, long timeoutMillis) {
    long idleMillis = nowMillis - client.traffic().lastActiveMillis();
    if (state == State.SERVING && !replies.isOwed() && idleMillis > timeoutMillis) {
      leave(CloseReason.TIMEOUT);
      wire.close();
    }
  }

  /** Runs no further command, lets the replies that are due leave, and closes. */
  void shutdown() {
    if (state == State.SERVING) {
      finish(CloseReason.SHUTDOWN);
      departIfDone();
    }
  }

  /** From any thread. */
  private void close(CloseReason reason) {
    execute(() -> closeHere(reason));
  }

  private void closeHere(CloseReason reason) {
    if (state == State.LEFT) {
      return;
    }
    if (dispatching) {
      // By a command of its own, which is answered first.
      finish(reason);
    } else {
      // Also one that is finishing: a late reply that never comes must not keep it for ever.
      flush();
      leave(reason);
      wire.close();
    }
  }

  private void finish(CloseReason reason) {
    state = State.FINISHING;
    closeReason = reason;
  }

  private void departIfDone() {
    if (state != State.FINISHING) {
      return;
    }
    decoder.close();
    if (!replies.isEmpty()) {
      if (isForThePeerToTake()) {
        patience().begin();
      }
      return;
    }
    ByteBuf lastWords = takeOutput();
    leave(closeReason);
    if (closeReason == CloseReason.SHUTDOWN) {
      wire.send(lastWords);
      wire.closeAfterWrites();
    } else {
      LingeringClose.bid(wire, lastWords, server.drains());
    }
  }

  private StallTimer patience() {
    if (patience == null) {
      patience = new StallTimer(wire, this::isForThePeerToTake);
    }
    return patience;
  }

  /** Not of one who leaves for a shutdown: that has a time of its own. */
  private boolean isForThePeerToTake() {
    return state == State.FINISHING && closeReason != CloseReason.SHUTDOWN && !replies.isOwed();
  }

  /** Gives back all that the connection took; whoever calls sees to the socket. */
  private void leave(CloseReason reason) {
    if (state == State.LEFT) {
      return;
    }
    state = State.LEFT;
    decoder.close();
    output.release();
    output = Unpooled.EMPTY_BUFFER;
    replies.clear();
    if (patience != null) {
      patience.end();
    }
    server.clients().remove(client);
    permit.release();
    onLeft.accept(this);
    log.debug("Client {} left: {}", client, reason.words());
  }
}
